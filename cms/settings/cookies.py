"""Cookies: for this host alone, out of reach for scripts, over https alone where there is https."""

from cms.settings import env

PUBLIC_ADDRESS = env.url("BASE_URL", schemes={"http", "https"})
IS_HTTPS = PUBLIC_ADDRESS.startswith("https://")

# The prefix makes browsers refuse the cookie from another host or over plain http.
SESSION_COOKIE_NAME = "__Host-sid" if IS_HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_HTTPS
# Forms carry the CSRF token themselves, and the account API tells it to browsers.
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
