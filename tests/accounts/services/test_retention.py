"""How long things are kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections

from accounts.models import AuthEvent, AuthEventKind, Invitation, MediaAccount, User
from accounts.services import auth_log, retention
from cms.core.mail.sending import drain_outbox
from cms.core.models import OutboxMessage
from cms.core.scheduling import registered_jobs
from tests.factories.accounts import UserFactory

AT = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)


def days_ago(number):
    return AT - timedelta(days=number)


def media_user(signed_in_days_ago, *, noticed_days_ago=None, **fields):
    user = UserFactory(last_login=days_ago(signed_in_days_ago), **fields)
    noticed_at = None if noticed_days_ago is None else days_ago(noticed_days_ago)
    MediaAccount.objects.create(user=user, dormancy_notice_at=noticed_at)
    return user


def notices():
    return OutboxMessage.objects.filter(template=retention.DORMANCY_NOTICE)


def is_closed(user):
    return User.objects.get(pk=user.pk).closed_at is not None


@pytest.mark.django_db
class TestPruneAuthLog:
    def test_deletes_what_is_older_than_a_year(self):
        for number in (1, 364, 366, 900):
            auth_log.record(AuthEventKind.SIGNED_IN, at=days_ago(number))

        assert retention.prune_auth_log(AT) == 2
        assert AuthEvent.objects.count() == 2


@pytest.mark.django_db
class TestPruneInvitations:
    def test_deletes_what_was_used_or_ran_out_a_month_ago(self):
        for expired, used in ((-3, None), (29, None), (31, None), (-300, 31)):
            Invitation.objects.create(
                user=UserFactory(),
                token_hash=str((expired, used)),
                created_at=days_ago(400),
                expires_at=days_ago(expired),
                used_at=used and days_ago(used),
            )

        assert retention.prune_invitations(AT) == 2


@pytest.mark.django_db
class TestPruneSessionList:
    def place(self, *, is_alive, hours_ago=5):
        session = SessionStore()
        session.create()
        if not is_alive:
            session.delete()
        return UserSession.objects.create(
            user=UserFactory(),
            ip="192.0.2.1",
            session_key=session.session_key or "gone",
            created_at=AT - timedelta(hours=hours_ago),
        )

    def test_forgets_places_whose_session_has_gone(self):
        alive = self.place(is_alive=True)
        self.place(is_alive=False)

        assert retention.prune_session_list(AT) == 1
        assert UserSession.objects.get() == alive

    def test_leaves_a_session_that_begins_this_moment(self):
        self.place(is_alive=False, hours_ago=0)

        assert retention.prune_session_list(AT) == 0


@pytest.mark.django_db
class TestWarnDormantAccounts:
    def test_writes_after_23_months(self):
        media_user(699)
        dormant = media_user(701)

        retention.warn_dormant_accounts(AT)

        assert [message.to for message in notices()] == [dormant.email]

    def test_counts_from_the_registration_for_who_never_signed_in(self):
        user = UserFactory(date_joined=days_ago(701))
        MediaAccount.objects.create(user=user)

        assert retention.warn_dormant_accounts(AT) == 1

    def test_writes_once(self):
        media_user(701)

        retention.warn_dormant_accounts(AT)
        retention.warn_dormant_accounts(AT + timedelta(hours=1))

        assert notices().count() == 1

    def test_writes_again_two_years_after_an_answer(self):
        media_user(701, noticed_days_ago=800)

        assert retention.warn_dormant_accounts(AT) == 1

    @pytest.mark.parametrize(
        "fields", [{"is_staff": True}, {"is_superuser": True}, {"is_active": False}]
    )
    def test_leaves_staff_and_switched_off_accounts_alone(self, fields):
        media_user(900, noticed_days_ago=100, **fields)

        assert retention.warn_dormant_accounts(AT) == 0
        assert retention.close_dormant_accounts(AT) == 0

    def test_leaves_former_staff_alone_who_never_had_a_media_account(self):
        UserFactory(date_joined=days_ago(2_000), last_login=days_ago(1_000))

        assert retention.warn_dormant_accounts(AT) == 0
        assert retention.close_dormant_accounts(AT) == 0

    @pytest.mark.parametrize(
        ("language", "month"), [("en", "October 2026"), ("fr", "octobre 2026"), ("uk", "жовтня")]
    )
    def test_says_in_the_persons_language_when_it_ends(self, read_mail, language, month):
        media_user(731, preferred_language=language)

        retention.warn_dormant_accounts(AT)
        drain_outbox()

        message = read_mail()[0]
        text = message.get_body(("plain",)).get_content()
        assert f"14 {month}" in text
        assert f"/{language}/account/sign-in/" in text

    def test_goes_in_portions(self, monkeypatch):
        monkeypatch.setattr(retention, "BATCH", 2)
        for _number in range(3):
            media_user(701)

        assert retention.warn_dormant_accounts(AT) == 2
        assert retention.warn_dormant_accounts(AT) == 1


@pytest.mark.django_db
class TestCloseDormantAccounts:
    def test_closes_after_24_months_those_who_were_warned(self):
        dormant = media_user(732, noticed_days_ago=31)
        unwarned = media_user(732)
        young = media_user(729, noticed_days_ago=31)

        retention.close_dormant_accounts(AT)

        assert is_closed(dormant)
        assert not is_closed(unwarned)
        assert not is_closed(young)
        assert AuthEvent.objects.get(user=dormant).kind == AuthEventKind.ACCOUNT_DELETED

    def test_never_closes_within_thirty_days_of_the_notice(self):
        user = media_user(2_000)

        retention.attend_to_dormant_accounts(AT)
        retention.attend_to_dormant_accounts(AT + timedelta(days=29))
        assert not is_closed(user)

        retention.attend_to_dormant_accounts(AT + timedelta(days=30))
        assert is_closed(user)

    def test_spares_who_signed_in_after_the_notice(self):
        user = media_user(5, noticed_days_ago=100)

        retention.close_dormant_accounts(AT)

        assert not is_closed(user)

    def test_says_why_in_the_farewell(self, read_mail):
        media_user(732, noticed_days_ago=31)

        retention.close_dormant_accounts(AT)
        drain_outbox()

        assert "for two years" in read_mail()[0].get_body(("plain",)).get_content()

    def test_goes_on_after_an_account_that_cannot_be_closed(self):
        broken = media_user(900, noticed_days_ago=40)
        User.objects.filter(pk=broken.pk).update(email="not an address")
        other = media_user(800, noticed_days_ago=40)

        assert retention.close_dormant_accounts(AT) == 1
        assert is_closed(other)
        assert not is_closed(broken)


@pytest.mark.django_db(transaction=True)
class TestManySchedulers:
    def test_write_and_close_once(self, soak_size):
        for _number in range(soak_size(5, 50)):
            media_user(732)

        def run(moment):
            try:
                retention.attend_to_dormant_accounts(moment)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(max_workers=4) as pool:
            list(pool.map(run, [AT] * 4))
            list(pool.map(run, [AT + timedelta(days=31)] * 4))

        accounts = soak_size(5, 50)
        farewells = OutboxMessage.objects.filter(template=retention.FAREWELL)
        assert AuthEvent.objects.filter(kind=AuthEventKind.ACCOUNT_DELETED).count() == accounts
        assert (notices().count(), farewells.count()) == (0, accounts)


class TestScheduler:
    def test_knows_every_job(self):
        names = {job.name for job in registered_jobs()}

        assert {
            "dormant-accounts",
            "prune-auth-log",
            "prune-farewells",
            "prune-invitations",
            "prune-session-list",
        } <= names
