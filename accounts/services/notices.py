"""Legal notices as readers see them: editions, frozen when an editor publishes."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Min

from accounts.models import NoticeEdition, NoticeKind


@dataclass(frozen=True)
class PublishedVersion:
    """A version and when it came out first, in whichever language that was."""

    number: int
    began_at: datetime


def current(kind: NoticeKind | str, locale: str) -> NoticeEdition | None:
    """Return what applies now, in the locale if its translation is out, or None.

    A version that is not translated yet applies all the same, so it is shown in the default
    language instead of an outdated text in the reader's.
    """
    version = latest_version(kind)
    return edition_of(kind, version, locale) if version else None


def latest_version(kind: NoticeKind | str) -> int:
    """Return the number of the version that applies now, 0 when nothing was published."""
    newest = NoticeEdition.objects.filter(kind=kind).newest_first().first()
    return newest.version if newest else 0


def edition_of(kind: NoticeKind | str, version: int, locale: str) -> NoticeEdition | None:
    """Return the version as it reads in the locale, else in the default language, else at all."""
    editions = list(NoticeEdition.objects.filter(kind=kind, version=version).newest_first())
    by_locale: dict[str, NoticeEdition] = {}
    for edition in editions:
        by_locale.setdefault(edition.locale, edition)
    for wanted in (locale, settings.LANGUAGE_CODE):
        if wanted in by_locale:
            return by_locale[wanted]
    return by_locale[editions[-1].locale] if editions else None


def leading_locale(kind: NoticeKind | str) -> str:
    """Return the locale in which versions begin: the first one that published, "" before."""
    first = NoticeEdition.objects.filter(kind=kind).order_by("pk").first()
    return first.locale if first else ""


def versions(kind: NoticeKind | str) -> list[PublishedVersion]:
    """Return every version with the instant from which it applied, the newest first."""
    began = (
        NoticeEdition.objects.filter(kind=kind)
        .values("version")
        .annotate(began_at=Min("published_at"))
        .order_by("-version")
    )
    return [PublishedVersion(row["version"], row["began_at"]) for row in began]
