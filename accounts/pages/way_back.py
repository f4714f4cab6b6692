"""What to call the page that somebody was on."""

from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from cms.delivery import store


def label_of(target: str) -> str:
    """Return the words of the button that leads back there."""
    match _kind_of(target):
        case "video":
            return _("Back to the video")
        case "article":
            return _("Back to the article")
        case "programme":
            return _("Back to the programme")
    return _("Back to the page you were on")


def _kind_of(target: str) -> str:
    if not target.startswith("/"):
        return ""
    resolution = store.resolve(unquote(urlsplit(target).path))
    document = resolution.document if resolution else None
    return document.data["type"] if document else ""
