"""Closing an account: the person goes, a pseudonym stays where other rows point at somebody."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CASCADE, ManyToOneRel, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from accounts.dates import in_words
from accounts.models import (
    AuthEvent,
    AuthEventKind,
    CodeChallenge,
    CodePurpose,
    Consent,
    ConsentSource,
    MediaAccount,
    User,
)
from accounts.services import auth_log, code_endings, codes, consents, sessions, subscriptions
from accounts.services.code_mails import CODE_TEMPLATES
from accounts.services.languages import language_of
from cms.core import mail
from cms.core.models import OutboxMessage
from cms.core.models.leased import LeaseState

FAREWELL = "accounts/account_closed"
# RFC 6761 keeps this domain from ever being real: no mail can go there.
PSEUDONYM_DOMAIN = "closed.invalid"
# Of what would go with the row of a user, the one thing that stays, emptied.
KEPT_MODELS = (MediaAccount,)

Eraser = Callable[[User], None]

_erasers: list[Eraser] = []


class StaffAccountError(Exception):
    """Whoever works here does not close their own account; an administrator switches it off."""


def register(eraser: Eraser) -> None:
    """Have a function erase what another package keeps about a person.

    It is called in the transaction of the closing, while the user still has the address.
    Rows that may stay must be left pointing at the user, who is a pseudonym afterwards.
    """
    if eraser not in _erasers:
        _erasers.append(eraser)


@transaction.atomic
def close_account(
    user: User,
    *,
    at: datetime,
    kind: AuthEventKind = AuthEventKind.ACCOUNT_CLOSED,
    among: QuerySet[User] | None = None,
) -> bool:
    """Remove the person from the account, and say whether it was open until now.

    The farewell is the last trace of the address. It is deleted soon after it was sent. A screen
    signs the person out before it calls this: what is logged afterwards is not erased.

    Args:
        user: whose account.
        at: when.
        kind: what the security log calls it.
        among: further conditions that must still hold when the account is closed.

    Raises:
        StaffAccountError: the user works here.
    """
    if user.is_staff or user.is_superuser:
        raise StaffAccountError
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    closable = User.objects.filter(pk=user.pk, closed_at=None)
    if among is not None:
        closable = closable.filter(pk__in=among.values("pk"))
    # The UPDATE decides between two requests; the second one finds nothing to close.
    if not closable.update(closed_at=at, is_active=False):
        return False
    user.refresh_from_db()
    address, locale = user.email, language_of(user)
    _erase_messages(user)
    for eraser in _erasers:
        eraser(user)
    _erase_rows(user)
    _become_pseudonym(user)
    _say_farewell(address, locale, at=at, kind=kind)
    consents.withdraw(Consent.objects.filter(user=user), source=ConsentSource.CLOSING, at=at)
    auth_log.record(kind, user=user, at=at)
    return True


def _erase_messages(user: User) -> None:
    """Delete mail to the address, mail to others that names it, and codes to an address to be."""
    messages = OutboxMessage.objects.annotate(context_text=Cast("context", TextField()))
    messages.filter(Q(to=user.email) | _holds(user.email)).delete()
    settled = messages.filter(state__in=[LeaseState.DONE, LeaseState.FAILED])
    wanted = CodeChallenge.objects.filter(user=user).values("email")
    settled.filter(template=CODE_TEMPLATES[CodePurpose.CHANGE], to__in=wanted).delete()
    for name in _names_of(user):
        settled.filter(_holds(name)).delete()


def _names_of(user: User) -> list[str]:
    account = MediaAccount.objects.filter(user=user).first()
    names = [user.get_full_name(), account.organisation if account else ""]
    return [name for name in names if name]


def _holds(value: str) -> Q:
    """Match a context with the value; nn@example.org is a part of ann@example.org."""
    plain, escaped = f'"{value}"', json.dumps(value)
    return Q(context_text__icontains=plain) | Q(context_text__icontains=escaped)


def _erase_rows(user: User) -> None:
    sessions.end_all(user)
    subscriptions.erase(user)
    _leave_decoys(user)
    AuthEvent.objects.depersonalise(user, digests=auth_log.known_digests(user.email))
    for profile in UserProfile.objects.filter(user=user).exclude(avatar=""):
        transaction.on_commit(partial(profile.avatar.storage.delete, profile.avatar.name))
    for model, field in rows_that_go():
        model._default_manager.filter(**{field: user}).delete()
    MediaAccount.objects.filter(user=user).update(
        organisation="", position="", country_code="", refusal_reason="", dormancy_notice_at=None
    )


def _leave_decoys(user: User) -> None:
    """Delete the codes to the address, but for what tells somebody else that it had an account.

    Anybody may begin a flow for an address. One that nobody finished goes on as it would for an
    address without an account, and is deleted with the others of its day.
    """
    mine = CodeChallenge.objects.filter(email=user.email).exclude(purpose=CodePurpose.CHANGE)
    mine.filter(pk__in=codes.open_challenges().values("pk")).update(
        is_real=False,
        user=None,
        code_digest=code_endings.NO_DIGEST,
        pending_password="",
        pending_profile={},
    )
    mine.exclude(pk__in=codes.open_challenges().values("pk")).delete()


def rows_that_go() -> Iterator[tuple[Any, str]]:
    """Yield the models, and their field, whose rows would be deleted with the user's own."""
    for relation in User._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or relation.on_delete is not CASCADE:
            continue
        if relation.related_model not in KEPT_MODELS:
            yield relation.related_model, relation.field.name


def _become_pseudonym(user: User) -> None:
    user.email = f"{user.uuid}@{PSEUDONYM_DOMAIN}"
    user.first_name = user.last_name = user.preferred_language = ""
    user.last_login = None
    user.set_unusable_password()
    user.save()
    for instance in (user, MediaAccount.objects.filter(user=user).first()):
        if instance is not None:
            _rename_in_the_editors_log(instance, str(user))


def _rename_in_the_editors_log(instance: Model, name: str) -> None:
    kind = ContentType.objects.get_for_model(instance)
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id=str(instance.pk))
    entries.update(label=name, data={})


def _say_farewell(address: str, locale: str, *, at: datetime, kind: AuthEventKind) -> None:
    mail.queue(
        template=FAREWELL,
        to=address,
        locale=locale,
        context={
            "closed_at": in_words(at, locale),
            "was_dormant": kind == AuthEventKind.ACCOUNT_DELETED,
        },
    )
