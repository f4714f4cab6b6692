"""Wagtail and wagtail-localize."""

from django.utils.translation import gettext_lazy as _

from cms.settings import env

WAGTAIL_SITE_NAME = env.text("SITE_NAME", "Newsroom")
WAGTAILADMIN_BASE_URL = env.url(
    "BASE_URL",
    f"http://{env.text('HOST', '127.0.0.1')}:{env.port('PORT', 8000)}",
    schemes={"http", "https"},
)
WAGTAILADMIN_PERMITTED_LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("uk", _("Ukrainian")),
    ("ar", _("Arabic")),
]
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# There is one way to sign in and one to change a password: the account pages.
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Staff are invited and choose their password themselves.
WAGTAILUSERS_PASSWORD_ENABLED = False
# The delivery store redirects from where a page was.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

WAGTAILIMAGES_IMAGE_MODEL = "core.NewsroomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.NewsroomDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.core.image_forms.NewsroomImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"

WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
    }
}

# Submitting a page for translation must never publish the untranslated copy,
# and deleting a translated page must not delete its translated strings.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
