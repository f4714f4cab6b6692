"""Content-Security-Policy of the public site, of account pages and of the editor.

``base.py`` makes settings of them; everybody else reads those.
"""

from typing import Any

from django.utils.csp import CSP

from cms.settings import env

SITE_POLICY: dict[str, Any] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.NONE],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}

FRONTENDS = [env.origin("FRONTEND_ORIGINS", word) for word in env.words("FRONTEND_ORIGINS")]
# Nobody may draw a page with passwords inside another. A form may end at the frontend that its
# reader came from: browsers hold redirects after a form against form-action as well.
ACCOUNT_POLICY: dict[str, Any] = SITE_POLICY | {
    "form-action": [CSP.SELF, *FRONTENDS],
    "frame-ancestors": [CSP.NONE],
}

# Wagtail's editor writes inline scripts and styles without a nonce.
EDITOR_POLICY: dict[str, Any] = SITE_POLICY | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
}
