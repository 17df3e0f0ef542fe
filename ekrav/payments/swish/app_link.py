"""What opens the payer's Swish app: a link on the phone itself, a QR code on any other screen."""

from urllib.parse import urlencode


def app_link(*, base: str, token: str, back: str) -> str:
    """Return the link that opens the app (`base` is `swish://paymentrequest`), which leads back to `back`."""
    return f"{base}?{urlencode({'token': token, 'callbackurl': back})}"


def qr_text(*, token: str) -> str:
    """Return what the QR code of a payment request says: "D" and its token, by Swish's guide to QR codes."""
    return f"D{token}"
