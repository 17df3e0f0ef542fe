"""The start page: what the counterparties are, and the ways to everything that a person who tries the demo may open."""

from flask import Blueprint, current_app, render_template

blueprint = Blueprint("start", __name__)


@blueprint.get("/")
def start() -> str:
    """The ways to the letters, the mails, the bank, and back to the service."""
    public, portal = (str(current_app.config[name]).rstrip("/") for name in ("PUBLIC_URL", "PORTAL_URL"))
    return render_template("start.html", public=public, portal=portal)
