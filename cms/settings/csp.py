"""Content-Security-Policy of the public site, of the editor and of pages with an outside player."""

from collections.abc import Iterable
from typing import Any

from django.utils.csp import CSP

from cms.settings import env


def _files_origin() -> str:
    host = env.text("HOST", "127.0.0.1")
    port = env.port("FILES_PORT", min(env.port("PORT", 8000) + 1, env.HIGHEST_PORT))
    return env.url("FILES_URL", f"http://{host}:{port}", schemes={"http", "https"})


SITE_POLICY: dict[str, Any] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF, _files_origin()],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.NONE],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}

# Wagtail's editor writes inline scripts and styles without a nonce.
EDITOR_POLICY: dict[str, Any] = SITE_POLICY | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
}


def policy_with_frames(origins: Iterable[str]) -> dict[str, Any]:
    """Return the site's policy that also lets the named origins be framed."""
    allowed = sorted(set(origins))
    return SITE_POLICY | {"frame-src": allowed or [CSP.NONE]}
