"""Accounts: django-allauth as the engine of signing in, and the rules of the media account."""

from datetime import timedelta
from pathlib import Path

from cms.settings import env

# Where external frontends live: they may call the account API with cookies, and "back to the
# page you were on" may lead there.
FRONTEND_ORIGINS = [env.origin("FRONTEND_ORIGINS", word) for word in env.words("FRONTEND_ORIGINS")]
ACCOUNTS_APPROVAL = env.choice("ACCOUNTS_APPROVAL", "none", {"none", "manual"})
PASSWORD_PROFILE = env.choice("PASSWORD_PROFILE", "requirement", {"requirement", "nist"})

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "accounts.allauth_adapters.AccountAdapter"
MFA_ADAPTER = "accounts.allauth_adapters.SecondFactorAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds
ACCOUNT_RATE_LIMITS = {
    # Wrong passwords: for one address from anywhere, and from one place for any address.
    "login_failed": "5/15m/key,60/15m/ip",
    "login": "60/m/ip",
    "reauthenticate": "10/m/user",
    # What sends mail or tries a code, from one place. Many may sit behind one address.
    "register": "30/m/ip,200/h/ip",
    "reset": "30/m/ip,200/h/ip",
    "resend": "30/m/ip,200/h/ip",
    "verify": "60/m/ip",
    "set_password": "30/m/ip",
    "change_email": "10/m/user",
    "export": "20/h/user",
}
# All addresses and places together.
CODE_MAILS_PER_HOUR = env.integer("CODE_MAILS_PER_HOUR", 3_000, minimum=1, maximum=1_000_000)
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXIES", 0, minimum=0, maximum=10)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Passkeys count for "login" above, on the page and in the interface alike.
MFA_RATE_LIMITS = {"webauthn_login": ""}
MFA_PASSKEY_SIGNUP_ENABLED = False
# A code of an app also fits in the half minute before and after; each works once.
MFA_TOTP_TOLERANCE = 1
HEADLESS_CLIENTS = ("browser", "app")
HEADLESS_SERVE_SPECIFICATION = False
# allauth would write a row at every request; SessionLimitsMiddleware does once a minute.
USERSESSIONS_TRACK_ACTIVITY = False

# Seconds. A session ends after so long without a request, and after so long in any case.
STAFF_SESSION_IDLE_SECONDS = 2 * 3_600
STAFF_SESSION_SECONDS = 12 * 3_600
MEDIA_SESSION_IDLE_SECONDS = 7 * 86_400
MEDIA_SESSION_SECONDS = 30 * 86_400
SESSION_COOKIE_AGE = MEDIA_SESSION_SECONDS

# How long what is known about people is kept; docs/concepts/personal-data.md says why.
AUTH_LOG_KEPT = timedelta(days=365)
INVITATIONS_KEPT = timedelta(days=30)  # after they were used or ran out
SESSION_LIST_KEPT = timedelta(hours=1)  # after the session has gone
FAREWELLS_KEPT = timedelta(hours=1)  # after the message was sent
DORMANCY_NOTICE_AFTER = timedelta(days=700)  # 23 months without signing in
DORMANCY_CLOSING_AFTER = timedelta(days=731)  # 24 months
DORMANCY_GRACE = timedelta(days=30)  # between the notice and the closing, at least

# Passwords that were published by a leak; filled by `manage.py import_breached_passwords`.
BREACHED_PASSWORDS_FILE = Path("breached-passwords.bin")  # in DATA_DIR

CORS_ALLOWED_ORIGINS = FRONTEND_ORIGINS
CORS_ALLOW_CREDENTIALS = True
CORS_URLS_REGEX = r"^/(_allauth|api/v1/account)/"
CORS_ALLOW_HEADERS = (
    "accept",
    "content-type",
    "x-client",
    "x-csrftoken",
    "x-request-id",
    "x-session-token",
)
CORS_EXPOSE_HEADERS = ("Content-Disposition", "Content-Language", "Retry-After", "X-Request-Id")

# How the description of the API names what proves who is asking.
ACCOUNT_SECURITY_SCHEMES = {
    "sessionCookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "A browser's session. Over https the cookie is called __Host-sid.",
    },
    "csrfToken": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRFToken",
        "description": (
            "What a browser sends with everything that changes something: csrf_token of "
            "GET /api/v1/account/session, together with the cookie that came with it."
        ),
    },
    "appClient": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Client",
        "description": "app: no cookies are read or set.",
    },
    "sessionToken": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Session-Token",
        "description": "An app's session, with X-Client: app. Signing in answers it.",
    },
}
