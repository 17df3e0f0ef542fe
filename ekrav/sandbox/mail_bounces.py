"""The receiver's mail server, when somebody wants it to send a mail back: a delivery status notification (RFC 3464).

It is laid in the Maildir that the service reads, as a mail server would deliver it to the sender's address.
"""

import mailbox
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from pathlib import Path

from flask import Blueprint, abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from ekrav.sandbox.mail import WHY, found

blueprint = Blueprint("mail_bounces", __name__)


@blueprint.post("/<file>/<int:number>/studsa")
def bounce(file: str, number: int) -> Response:
    """Send a mail back for the reason that was chosen."""
    folder, status = str(current_app.config["BOUNCE_DIR"]), request.form.get("status", "")
    if status not in WHY or not folder:
        abort(400)
    Path(folder).parent.mkdir(parents=True, exist_ok=True)
    box = mailbox.Maildir(folder, factory=None, create=True)
    box.add(notification(found(file, number).message, status=status).as_bytes())
    return redirect(url_for("mail.mail", file=file, number=number, studsat=status), code=303)


def notification(message: EmailMessage, *, status: str) -> MIMEMultipart:
    """What the receiver's server says of a mail that it does not take, with the mail's header."""
    receiver = str(message["To"])
    report = MIMEMultipart("report")
    report.set_param("report-type", "delivery-status")
    report["From"] = "Mail Delivery System <mailer-daemon@sandbox.invalid>"
    report["To"] = str(message["From"])
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report.attach(MIMEText(f"{receiver}: {WHY[status]}.", "plain", "utf-8"))
    about_it, about_them = Message(), Message()
    about_it["Reporting-MTA"] = "dns; sandbox.invalid"
    about_them["Final-Recipient"] = f"rfc822; {receiver}"
    about_them["Action"], about_them["Status"] = "failed", status
    about_them["Diagnostic-Code"] = f"smtp; 550 {status}"
    fields = MIMENonMultipart("message", "delivery-status")
    fields.set_payload([about_it, about_them])
    report.attach(fields)
    headers = MIMENonMultipart("text", "rfc822-headers")
    headers.set_payload(f"Message-ID: {message['Message-ID']}\n")
    report.attach(headers)
    return report
