"""The mail that eKrav has sent: the folder that Django's file backend writes to, as a mailbox for everybody at once.

The backend writes one file for each connection; a file holds one mail or more, each followed by a line of hyphens.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import islice
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, render_template, request

blueprint = Blueprint("mail", __name__)

MOST: Final = 100
_BETWEEN: Final = re.compile(rb"^-{79}\r?\n", re.MULTILINE)
WHY: Final = {
    "5.1.1": "Mottagaren finns inte",
    "5.2.2": "Brevlådan är full",
    "5.7.1": "Servern tar inte emot mejlet",
}
"""Why a receiver's server may send a mail back: status code (RFC 3463) and what it means."""
_HERE: Final = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail: the file it lies in without its ending, and its number there, from 1."""

    file: str
    number: int
    message: EmailMessage

    @property
    def subject(self) -> str:
        """What it says it is about."""
        return str(self.message["Subject"] or "") or "Utan ämne"

    @property
    def sent(self) -> datetime | None:
        """When it was sent, by the machine's own clock."""
        said = self.message["Date"]
        return None if said is None else said.datetime.astimezone(_HERE)

    @property
    def text(self) -> str:
        """Its words."""
        body = self.message.get_body(preferencelist=("plain",))
        return "" if body is None else str(body.get_content()).strip()

    @property
    def attached(self) -> list[tuple[str, str, bytes]]:
        """Name, media type and bytes of each attachment."""
        return [
            (part.get_filename() or "bilaga", part.get_content_type(), _bytes(part))
            for part in self.message.iter_attachments()
        ]


@blueprint.get("/")
def mails() -> str:
    """The mails, the newest first."""
    return render_template("mail/mails.html", mails=list(islice(_newest_first(), MOST)), most=MOST)


@blueprint.get("/<file>/<int:number>")
def mail(file: str, number: int) -> str:
    """One mail."""
    context = {
        "file": file,
        "number": number,
        "why": WHY,
        "sent_back": WHY.get(request.args.get("studsat", "")),
    }
    return render_template("mail/mail.html", mail=found(file, number), **context)


@blueprint.get("/<file>/<int:number>/<int:attachment>")
def attachment(file: str, number: int, attachment: int) -> Response:
    """An attachment, always as a download: what is in it is somebody else's."""
    attached = found(file, number).attached
    if not 1 <= attachment <= len(attached):
        abort(404)
    name, media_type, content = attached[attachment - 1]
    response = Response(content, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _files() -> list[Path]:
    """The folder's files, the newest first."""
    folder = str(current_app.config["MAIL_DIR"])
    found = Path(folder).glob("*.log") if folder else ()
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _newest_first() -> Iterator[Mail]:
    for path in _files():
        yield from reversed(list(_in(path)))


def _in(path: Path) -> Iterator[Mail]:
    parts = (part for part in _BETWEEN.split(path.read_bytes()) if part.strip())
    for number, part in enumerate(parts, start=1):
        yield Mail(file=path.stem, number=number, message=message_from_bytes(part, policy=default))


def found(file: str, number: int) -> Mail:
    """The mail at that address. Only a file of the folder's own listing is ever opened."""
    mails = (one for path in _files() if path.stem == file for one in _in(path))
    one = next((mail for mail in mails if mail.number == number), None)
    return one if one is not None else abort(404)


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else part.as_bytes()
