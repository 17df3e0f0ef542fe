"""The mailbox: what Django's file backend wrote, read back."""

from pathlib import Path

from django.core.mail import EmailMessage, get_connection
from flask.testing import FlaskClient

from ekrav.outbox.bounces import Bounce, bounce_in
from tests.sandbox_pages.words import words_of

BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def send(folder: Path, *mails: EmailMessage) -> None:
    """Send over one connection: into one file."""
    get_connection(BACKEND, file_path=str(folder)).send_messages(list(mails))


def note(subject: str, body: str = "Hej!") -> EmailMessage:
    return EmailMessage(subject, body, "eKrav <noreply@localhost>", ["ekonomi@arebygg.example"])


def only_address(folder: Path, number: int = 1) -> str:
    (file,) = folder.glob("*.log")
    return f"/mail/{file.stem}/{number}"


def test_no_mail_has_been_sent(client: FlaskClient) -> None:
    assert "Inget mejl har skickats än." in words_of(client.get("/mail/").text)


def test_the_newest_mail_stands_first_also_of_two_in_one_file(client: FlaskClient, mail_folder: Path) -> None:
    send(mail_folder, note("Första, åäö"), note("Andra"))
    send(mail_folder, note("Tredje"))
    words = words_of(client.get("/mail/").text)
    assert words.index("Tredje") < words.index("Andra") < words.index("Första, åäö")
    assert words.count("Till ekonomi@arebygg.example") == 3


def test_a_mail_is_shown_with_its_words_and_links_that_can_be_followed(
    client: FlaskClient, mail_folder: Path
) -> None:
    link = "http://localhost:8000/inbjudan/" + "a" * 90 + "/"
    dashes = "-" * 40
    send(mail_folder, note("Inbjudan", f"Åsa bjuder in dig:\n{link}.\n{dashes}\n<b>fet</b>"))
    answer = client.get(only_address(mail_folder))
    assert f'<a href="{link}"' in answer.text
    assert "&lt;b&gt;fet&lt;/b&gt;" in answer.text
    assert f"Åsa bjuder in dig: {link} . {dashes} <b>fet</b>" in words_of(answer.text)


def test_an_attachment_comes_down_as_it_was_and_never_opens_here(
    client: FlaskClient, mail_folder: Path
) -> None:
    mail = note("Nota")
    mail.attach("avräkningsnota.pdf", b"%PDF-1.7 \x00\xff", "application/pdf")
    mail.attach("rader.csv", "a;b\nå;ö", "text/csv")
    send(mail_folder, mail)
    address = only_address(mail_folder)
    assert "Bilagor avräkningsnota.pdf 1 kB rader.csv 1 kB" in words_of(client.get(address).text)
    pdf, csv = client.get(f"{address}/1"), client.get(f"{address}/2")
    assert (pdf.data, pdf.mimetype) == (b"%PDF-1.7 \x00\xff", "application/pdf")
    assert pdf.headers["Content-Disposition"].startswith("attachment; filename")
    assert pdf.headers["X-Content-Type-Options"] == "nosniff"
    assert csv.data.decode() == "a;b\nå;ö"
    assert client.get(f"{address}/3").status_code == 404


def test_a_mail_can_be_sent_back_as_a_receivers_server_would(
    client: FlaskClient, mail_folder: Path, tmp_path: Path
) -> None:
    mail = note("Nota")
    mail.extra_headers["Message-ID"] = f"<{'a' * 32}@localhost>"
    send(mail_folder, mail)
    address = only_address(mail_folder)
    answer = client.post(f"{address}/studsa", data={"status": "5.2.2"}, follow_redirects=True)
    assert "Mejlet studsade: brevlådan är full. eKrav läser det inom en minut." in words_of(answer.text)
    (laid,) = (tmp_path / "bounces" / "new").iterdir()
    assert bounce_in(laid.read_bytes()) == Bounce(digest="a" * 32, status="5.2.2")
    assert client.post(f"{address}/studsa", data={"status": "2.0.0"}).status_code == 400
    assert client.post("/mail/nothing/1/studsa", data={"status": "5.2.2"}).status_code == 404


def test_only_the_folders_own_files_are_opened(client: FlaskClient, mail_folder: Path) -> None:
    send(mail_folder, note("Nota"))
    (mail_folder.parent / "secret.log").write_text("Subject: hemligt\n\n")
    for address in ("..%2Fsecret/1", "../secret/1", "secret/1", only_address(mail_folder, 2)[6:]):
        assert client.get(f"/mail/{address}").status_code == 404
