"""The agency's electronic signature on a PDF: who issued it, and that it has not changed since (PAdES baseline).

The signature is added after the document's own bytes, which stay as they were rendered: so what was rendered can be
made again and compared, and what was signed is kept. Nothing is fetched, no clock of anybody else's is asked. The only
file that knows pyHanko.
"""

import io
import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

FIELD: Final = "Signatur"

logging.getLogger("pyhanko").setLevel(logging.WARNING)


class NoSigner(ValueError):
    """The file holds no private key, or no certificate of it."""


def sign(pdf: bytes, *, pem: bytes, by: str, reason: str) -> bytes:
    """The PDF with a signature after it. `pem`: a private key and its certificate, then the issuers' if any.

    The field is hidden on the page; `by` and `reason` are what a PDF reader shows. Raises `NoSigner`.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter

    said = signers.PdfSignatureMetadata(
        field_name=FIELD, name=by, reason=reason, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    field = SigFieldSpec(
        sig_field_name=FIELD,
        readable_field_name=f"Elektronisk underskrift av {by}",
        invis_sig_settings=InvisSigSettings(set_print_flag=False, set_hidden_flag=True),
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    signed = signers.sign_pdf(writer, said, signer=_signer(pem), new_field_spec=field)
    return bytes(signed.getvalue())


def certificate(pem: bytes) -> bytes:
    """The signer's own certificate, as PEM, to check a signature with. Raises `NoSigner`."""
    return b"".join(_blocks(pem, of={b"CERTIFICATE"})[:1])


def readable(pem: bytes) -> None:
    """Make sure that `pem` can sign. Raises `NoSigner`."""
    try:
        _signer(pem)
    except (ValueError, TypeError) as wrong:
        raise NoSigner(str(wrong) or "the signing file cannot be read") from wrong


@lru_cache(maxsize=2)
def _signer(pem: bytes) -> Any:
    from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    keys, certificates = _blocks(pem, of=_KEYS), _blocks(pem, of={b"CERTIFICATE"})
    if not keys or not certificates:
        raise NoSigner("the signing file must hold a private key and its certificate, as PEM")
    own, *issuers = load_certs_from_pemder_data(b"".join(certificates))
    known = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    known.register_multiple(issuers)
    key = load_private_key_from_pemder_data(keys[0], passphrase=None)
    return SimpleSigner(signing_cert=own, signing_key=key, cert_registry=known)


_KEYS: Final = frozenset({b"PRIVATE KEY", b"EC PRIVATE KEY", b"RSA PRIVATE KEY"})


def _blocks(pem: bytes, *, of: Iterable[bytes]) -> list[bytes]:
    """The PEM blocks whose label is one `of` these."""
    found = []
    for label in of:
        begin, end = b"-----BEGIN %b-----" % label, b"-----END %b-----" % label
        found += [
            begin + part.partition(end)[0] + end + b"\n" for part in pem.split(begin)[1:] if end in part
        ]
    if not found and b"-----BEGIN" not in pem:
        raise NoSigner("the signing file is not PEM")
    return found
