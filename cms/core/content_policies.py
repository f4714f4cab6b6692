"""Giving an answer a Content-Security-Policy other than the site's, ``SECURE_CSP``.

The policies themselves are settings: ``ACCOUNT_CSP`` for account pages, ``EDITOR_CSP`` for the
editor.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.http.response import HttpResponseBase
from django.utils.csp import CSP

from cms.core.storage import RemoteStorage


def set_policy(response: HttpResponseBase, policy: dict[str, Any]) -> None:
    """Let Django's middleware send this policy; its own decorators only know views."""
    response._csp_config = policy  # type: ignore[attr-defined] # as csp_override does


def has_own_policy(response: HttpResponseBase) -> bool:
    """Return whether somebody chose a policy for this answer already."""
    return hasattr(response, "_csp_config")


def with_frames(policy: dict[str, Any], origins: Iterable[str]) -> dict[str, Any]:
    """Return the policy that also lets the named origins be framed."""
    allowed = sorted(set(origins))
    return policy | {"frame-src": allowed} if allowed else policy


def with_player(policy: dict[str, Any]) -> dict[str, Any]:
    """Return the policy of a page with our player on it.

    Its script fetches playlists, pieces of the stream, subtitles and small pictures from the file
    process, or from the store that this one names; it hands the browser what it put together as
    ``blob:`` media, and repackages pieces in a worker that it writes itself. It needs no ``eval``,
    and no inline script or style.
    """
    scheme, host = urlsplit(settings.FILES_URL)[:2]
    files = [f"{scheme}://{host}", *_store()]
    return policy | {
        "connect-src": [*policy["connect-src"], *files],
        "img-src": [*policy["img-src"], *files],
        "media-src": [CSP.SELF, *files, "blob:"],
        "worker-src": [CSP.SELF, "blob:"],
    }


def _store() -> list[str]:
    """Return where the file process sends readers on to, when files lie in a remote store."""
    return [default_storage.origin] if isinstance(default_storage, RemoteStorage) else []
