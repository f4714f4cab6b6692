"""What people agree to, and whether they have to be asked."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Consent, ConsentKind, ConsentSource, NoticeEdition, NoticeKind, User
from accounts.services import notices


class UnknownVersionError(ValueError):
    """The version of the terms was never published."""


def accept_terms(
    user: User, *, version: int, locale: str, shown: str, source: ConsentSource, at: datetime
) -> Consent | None:
    """Record that the user accepts a version of the terms of use; twice is once.

    Args:
        user: who accepts.
        version: as the form that was sent named it; 0 when there were no terms to accept,
            and then nothing is recorded.
        locale: in which language the terms were shown.
        shown: the sentence beside the tick or button, in that language.
        source: on which screen.
        at: when.

    Raises:
        UnknownVersionError: no such version was published.
    """
    if not version:
        return None
    edition = notices.edition_of(NoticeKind.TERMS, version, locale)
    if edition is None:
        raise UnknownVersionError(f"There is no version {version} of the terms of use.")
    # Of two clicks at once the constraint refuses one, which then finds the other's row.
    consent, _is_new = Consent.objects.get_or_create(
        user=user,
        kind=ConsentKind.TERMS,
        version=version,
        withdrawn_at=None,
        defaults={
            "edition": edition,
            "locale": edition.locale,
            "shown": shown,
            "source": source,
            "given_at": at,
        },
    )
    return consent


def acceptance_sentence(edition: NoticeEdition) -> str:
    """Return what stands beside the tick or button, in the active language."""
    return _("I accept version %(version)s of the terms of use.") % {"version": edition.version}


def accepted_version(user: User) -> int:
    """Return the latest version of the terms that the user accepted, 0 when none."""
    versions = _valid_terms(user).order_by("-version").values_list("version", flat=True)
    return versions.first() or 0


def withdraw(given: QuerySet[Consent], *, source: ConsentSource, at: datetime) -> int:
    """Take back those of the consents that still stand, and return how many."""
    standing = given.filter(withdrawn_at=None)
    return standing.update(withdrawn_at=at, withdrawal_source=source)


def terms_to_accept(user: User, *, locale: str) -> NoticeEdition | None:
    """Return the terms to show before going on, or None when there is nothing to ask.

    Staff are not asked: the terms are a matter between the newsroom and media users.
    """
    if user.is_staff:
        return None
    edition = notices.current(NoticeKind.TERMS, locale)
    return edition if edition and accepted_version(user) < edition.version else None


def _valid_terms(user: User) -> QuerySet[Consent]:
    return Consent.objects.filter(user=user, kind=ConsentKind.TERMS, withdrawn_at=None)
