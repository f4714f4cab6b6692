"""Closing an account."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.test import Client
from wagtail.models import ModelLogEntry

from accounts.models import (
    AuthEvent,
    AuthEventKind,
    CodeChallenge,
    Consent,
    ConsentSource,
    MediaAccount,
    User,
)
from accounts.services import address_change, closing, retention
from accounts.services.address_change import request_address_change
from accounts.services.closing import FAREWELL, StaffAccountError, close_account
from accounts.services.codes import purge_codes
from accounts.services.verification import verify
from cms.core import mail
from cms.core.mail.sending import drain_outbox
from cms.core.models import OutboxMessage
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.people import ADDRESS, AT, BROWSER, IP_ADDRESS, TRACES, known_person

# The last mail, and a flow that looks as if there had never been an account.
LEFT_FOR_A_DAY = {"core_outboxmessage", "accounts_codechallenge"}


@pytest.fixture
def person(rf, db):
    return known_person(rf)


@pytest.fixture
def failing_eraser():
    def fail(user):
        raise RuntimeError("The process ends here.")

    closing.register(fail)
    yield
    closing._erasers.remove(fail)


def dump():
    """Return every row of every table, as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += [f"{table}: {row!r}".lower() for row in cursor.fetchall()]
    return rows


def traces():
    return [row for row in dump() for trace in TRACES if trace.lower() in row]


@pytest.mark.django_db
class TestWhatIsErased:
    def test_is_every_trace_of_the_person_but_the_last_mail(self, person):
        assert len(traces()) > 10

        close_account(person, at=AT)

        left = {row.partition(":")[0] for row in traces()}
        assert left == LEFT_FOR_A_DAY
        OutboxMessage.objects.filter(template=FAREWELL).delete()
        purge_codes(AT + timedelta(days=2))
        assert traces() == []

    def test_includes_an_address_it_had_before(self, person, code_for):
        flow = request_address_change(user=person, email="new@example.org", locale="en", at=AT)
        code = code_for(flow.email)
        drain_outbox()
        verify(flow_id=flow.id, code=code, secret=flow.secret, at=AT)
        drain_outbox()

        close_account(User.objects.get(pk=person.pk), at=AT)

        [notice] = OutboxMessage.objects.filter(to=ADDRESS)
        assert notice.template == address_change.NOTICE
        retention.prune_farewells(notice.finished_at + timedelta(hours=2))
        assert not OutboxMessage.objects.filter(to=ADDRESS).exists()
        assert not CodeChallenge.objects.filter(email=ADDRESS).exclude(consumed_at=None).exists()

    def test_includes_the_sessions_themselves(self, person):
        close_account(person, at=AT)

        assert not Session.objects.exists()

    def test_includes_the_name_in_the_log_of_the_editor(self, person):
        ModelLogEntry.objects.create(
            content_type=ContentType.objects.get_for_model(User),
            object_id=str(person.pk),
            label="Zdravka Quillfeather",
            action="wagtail.edit",
            timestamp=AT,
        )

        close_account(person, at=AT)

        assert "Quillfeather" not in str(ModelLogEntry.objects.values())

    def test_spares_mail_to_an_address_that_contains_this_one(self, person):
        mail.queue(
            template=FAREWELL, to=f"x{ADDRESS}", locale="en", context={"email": f"x{ADDRESS}"}
        )

        close_account(person, at=AT)

        assert OutboxMessage.objects.filter(to=f"x{ADDRESS}").exists()

    def test_spares_other_people(self, person):
        other = UserFactory()

        close_account(person, at=AT)

        other.refresh_from_db()
        assert other.is_active
        assert other.email.endswith("@example.org")


@pytest.mark.django_db
class TestThroughTheScreen:
    def test_leaves_no_trace_of_the_browser_either(self, client, person):
        client.force_login(person)
        browser = {"REMOTE_ADDR": IP_ADDRESS, "HTTP_USER_AGENT": BROWSER}
        form = {"current_password": PASSWORD, "is_sure": "on"}

        response = client.post("/en/account/profile/close/", form, **browser)

        assert response.status_code == 302
        assert {row.partition(":")[0] for row in traces()} == LEFT_FOR_A_DAY

    def test_ends_here_and_everywhere(self, client, person):
        client.force_login(person)
        elsewhere = Client()
        elsewhere.force_login(person)

        client.post("/en/account/profile/close/", {"current_password": PASSWORD, "is_sure": "on"})

        for browser in (client, elsewhere):
            response = browser.get("/en/account/profile/")
            assert response["Location"].startswith("/en/account/sign-in/")


@pytest.mark.django_db
class TestWhatStays:
    def test_is_a_pseudonym_that_cannot_sign_in(self, person):
        close_account(person, at=AT)

        pseudonym = User.objects.get(pk=person.pk)
        assert pseudonym.email == f"{person.uuid}@closed.invalid"
        assert (pseudonym.is_active, pseudonym.closed_at) == (False, AT)
        assert not pseudonym.has_usable_password()

    def test_is_what_happened_and_the_emptied_media_account(self, person):
        close_account(person, at=AT)

        kinds = set(AuthEvent.objects.filter(user=person).values_list("kind", flat=True))
        assert kinds == {AuthEventKind.SIGNED_IN, AuthEventKind.ACCOUNT_CLOSED}
        assert MediaAccount.objects.get(user=person).organisation == ""

    def test_is_the_record_of_consents_now_withdrawn(self, person):
        close_account(person, at=AT)

        consents = Consent.objects.filter(user=person)
        assert consents.count() == 2
        assert {(row.withdrawn_at, row.withdrawal_source) for row in consents} == {
            (AT, ConsentSource.CLOSING)
        }

    def test_lets_the_address_register_again(self, person):
        close_account(person, at=AT)

        again = User.objects.create_user(ADDRESS)
        EmailAddress.objects.create(user=again, email=ADDRESS, verified=True, primary=True)

        assert again.pk != person.pk


@pytest.mark.django_db
class TestFarewell:
    @pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_leaves_in_the_language_of_the_person_and_is_forgotten(
        self, person, read_mail, language, direction
    ):
        User.objects.filter(pk=person.pk).update(preferred_language=language)

        close_account(person, at=AT)
        drain_outbox()

        message = next(found for found in read_mail() if found["To"] == ADDRESS)
        assert message["Content-Language"] == language
        assert f'dir="{direction}"' in message.get_body(("html",)).get_content()
        sent_at = OutboxMessage.objects.get(template=FAREWELL).finished_at
        retention.prune_farewells(sent_at + timedelta(hours=2))
        purge_codes(AT + timedelta(days=2))
        assert traces() == []

    def test_waits_for_a_mail_server_that_is_away(self, person):
        close_account(person, at=AT)

        retention.prune_farewells(AT + timedelta(days=3))

        assert OutboxMessage.objects.filter(template=FAREWELL, to=ADDRESS).exists()


@pytest.mark.django_db
class TestCloseAccount:
    @pytest.mark.parametrize("position", [{"is_staff": True}, {"is_superuser": True}])
    def test_is_refused_to_staff(self, position):
        user = UserFactory(**position)

        with pytest.raises(StaffAccountError):
            close_account(user, at=AT)

        user.refresh_from_db()
        assert user.is_active

    def test_does_nothing_the_second_time(self, person):
        assert close_account(person, at=AT)

        assert not close_account(person, at=AT + timedelta(days=1))

        assert OutboxMessage.objects.filter(template=FAREWELL).count() == 1
        assert User.objects.get(pk=person.pk).closed_at == AT

    def test_does_nothing_by_halves(self, person, failing_eraser):
        before = dump()

        with pytest.raises(RuntimeError):
            close_account(person, at=AT)

        assert dump() == before


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_close_once(self, rf, soak_size):
        person = known_person(rf)

        def close(_number):
            try:
                return close_account(person, at=AT)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(max_workers=8) as pool:
            closed = list(pool.map(close, range(soak_size(8, 40))))

        assert closed.count(True) == 1
        assert OutboxMessage.objects.filter(template=FAREWELL).count() == 1
