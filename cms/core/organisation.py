"""What the organisation calls itself, and where it is reached, in each language."""

from django.conf import settings

from cms.core.models import SiteProfile


def organisation_name(locale: str) -> str:
    """Return the name in the locale's site profile, on one line; without one, ``SITE_NAME``."""
    profile = _profile(locale)
    return " ".join(profile.organisation.split()) if profile else settings.WAGTAIL_SITE_NAME


def contact_email(locale: str) -> str:
    """Return the address that readers of the locale may write to, or nothing."""
    profile = _profile(locale)
    return profile.contact_email if profile else ""


def _profile(locale: str) -> SiteProfile | None:
    return SiteProfile.objects.filter(locale__language_code=locale).first()
