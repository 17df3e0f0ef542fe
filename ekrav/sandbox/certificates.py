"""The sandboxed Swish's certificates: its own root, its server, and the merchant whom it knows. Made once."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_LASTS = timedelta(days=3650)


@dataclass(frozen=True, kw_only=True)
class Certificates:
    """Where they lie: the root, and certificate and key of server and merchant."""

    root: Path
    server: Path
    server_key: Path
    merchant: Path
    merchant_key: Path

    def context(self) -> ssl.SSLContext:
        """TLS for the server, which speaks to nobody without a certificate from its own root."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server, self.server_key)
        context.load_verify_locations(self.root)
        context.verify_mode = ssl.CERT_REQUIRED
        return context


def certificates(store: Path) -> Certificates:
    """Return the store's certificates, made when they are missing."""
    folder = store.resolve() / "certificates"
    found = Certificates(
        root=folder / "root.pem",
        server=folder / "server.pem",
        server_key=folder / "server.key",
        merchant=folder / "merchant.pem",
        merchant_key=folder / "merchant.key",
    )
    if not found.merchant_key.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(found)
    return found


def _make(files: Certificates) -> None:
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = _certificate("Swish i demovärlden", root_key, issuer=None, issuer_key=root_key)
    files.root.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    usages = {
        "localhost": (files.server, files.server_key, ExtendedKeyUsageOID.SERVER_AUTH),
        "1231181189": (files.merchant, files.merchant_key, ExtendedKeyUsageOID.CLIENT_AUTH),
    }
    for name, (certificate, key_file, usage) in usages.items():
        key = ec.generate_private_key(ec.SECP256R1())
        made = _certificate(name, key, issuer=root, issuer_key=root_key, usage=usage)
        certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        key_file.touch(mode=0o600)
        key_file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    *,
    issuer: x509.Certificate | None,
    issuer_key: ec.EllipticCurvePrivateKey,
    usage: x509.ObjectIdentifier | None = None,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    root = issuer is None
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _LASTS)
        .add_extension(x509.BasicConstraints(ca=root, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
        .add_extension(_key_usage(signs=root), critical=True)
    )
    if usage is not None:
        local = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
        made = made.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        made = made.add_extension(x509.SubjectAlternativeName(local), critical=False)
    return made.sign(issuer_key, hashes.SHA256())


def _key_usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )
