"""A site with a home page in each locale, and mail as files."""

from email import message_from_bytes, policy

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from wagtail.models import Locale, Page, Site


@pytest.fixture
def homes():
    """Return the home page of each locale, by language code."""
    root = Page.get_first_root_node() or Page.add_root(title="Root")
    english = Locale.objects.get_or_create(language_code="en")[0]
    home = root.add_child(instance=Page(title="Newsroom", slug="newsroom", locale=english))
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.root_page, site.hostname = home, "localhost"
    site.save()
    pages = {"en": home}
    for code in ("fr", "uk", "ar"):
        locale = Locale.objects.get_or_create(language_code=code)[0]
        pages[code] = home.copy_for_translation(locale)
    return pages


@pytest.fixture
def hashed_passwords(monkeypatch):
    """Return the passwords that were hashed, in order; comparing one is hashing it."""
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: hashed.append(password) or encode(self, password, salt),
    )
    return hashed


@pytest.fixture
def mail_dir(settings, tmp_path):
    settings.EMAIL_BACKEND = "cms.core.mail.backends.OutboxBackend"
    settings.EMAIL_URL = ""
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


@pytest.fixture
def read_mail(mail_dir):
    def read():
        return [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in sorted(mail_dir.glob("*.eml"))
        ]

    return read
