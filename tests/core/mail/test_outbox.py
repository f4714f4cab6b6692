import copy
import io
import json
import socket
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone, translation

from cms.core import leased, mail
from cms.core.mail.outbox import RecipientRefusedError
from cms.core.mail.sending import drain_outbox, prune
from cms.core.models import LeaseState, OutboxMessage, SiteProfile

pytestmark = pytest.mark.django_db

CODE = "734-211-secret"


@pytest.fixture(autouse=True)
def _templates(settings):
    changed = copy.deepcopy(settings.TEMPLATES)
    changed[0]["DIRS"] = [Path(__file__).parent / "templates"]
    settings.TEMPLATES = changed


def queue(**fields):
    return mail.queue(
        **{
            "template": "code",
            "to": "ann@example.org",
            "locale": "fr",
            "context": {"name": "Zoé « ї » 🎥"},
            "secrets": {"code": CODE},
            **fields,
        }
    )


def raw_rows():
    """Return everything the table holds, as one text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM core_outboxmessage")
        return "\n".join(
            str([bytes(value) if isinstance(value, memoryview) else value for value in row])
            for row in cursor.fetchall()
        )


class TestQueue:
    def test_belongs_to_the_callers_transaction(
        self, django_capture_on_commit_callbacks, read_mail
    ):
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            queue()
            transaction.set_rollback(True)

        assert not OutboxMessage.objects.exists()
        assert read_mail() == []

    def test_is_sent_after_the_commit(self, django_capture_on_commit_callbacks, read_mail):
        with django_capture_on_commit_callbacks(execute=True):
            queue()
            assert read_mail() == []

        assert len(read_mail()) == 1

    def test_secrets_are_never_in_clear(self, read_mail):
        row = queue()
        assert CODE not in raw_rows()
        assert "734" not in json.dumps(OutboxMessage.objects.get().context)

        drain_outbox()

        row.refresh_from_db()
        assert CODE in read_mail()[0].get_body(("plain",)).get_content()
        assert CODE not in raw_rows()
        assert bytes(row.sealed) == b""
        assert row.context == {}

    @pytest.mark.parametrize(
        "address",
        [
            "ann@example.org\nBcc: eve@example.org",
            "ann@example.org\r\nSubject: x",
            "ann@example.org, eve@example.org",
            "Ann <ann@example.org>",
            "nobody",
            "",
        ],
    )
    def test_refuses_what_is_not_one_plain_address(self, address):
        with pytest.raises(RecipientRefusedError):
            queue(to=address)

        assert not OutboxMessage.objects.exists()

    def test_refuses_a_value_that_is_both_open_and_secret(self):
        with pytest.raises(ValueError, match="code"):
            queue(context={"code": "1"})


class TestMessage:
    @pytest.mark.parametrize(
        ("locale", "direction", "subject"),
        [("fr", "ltr", "Rechercher"), ("ar", "rtl", "بحث")],
    )
    def test_speaks_the_language_of_the_row(self, locale, direction, subject, read_mail):
        with translation.override("uk"):
            queue(locale=locale)
            drain_outbox()

        message = read_mail()[0]
        assert message["Content-Language"] == locale
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["Subject"] == f"Zoé « ї » 🎥: {subject}"
        assert message.get_content_type() == "multipart/alternative"
        html = message.get_body(("html",)).get_content()
        assert f'lang="{locale}" dir="{direction}"' in html

    @pytest.mark.parametrize(("locale", "name"), [("fr", "Agence du Nord"), ("ar", "The North")])
    def test_names_the_organisation_of_its_language(self, settings, read_mail, locale, name):
        settings.WAGTAIL_SITE_NAME = "The North"
        SiteProfile.objects.filter(locale__language_code="ar").delete()
        profiles = SiteProfile.objects.filter(locale__language_code="fr")
        profiles.update(organisation="Agence\r\ndu Nord")

        queue(template="test", locale=locale)
        drain_outbox()

        message = read_mail()[0]
        assert message["Subject"].endswith(name)
        assert name in message.get_body(("html",)).get_content()

    def test_keeps_its_message_id_at_every_attempt(self, settings):
        settings.DEFAULT_FROM_EMAIL = "Newsroom <press@news.example>"
        row = queue()

        assert row.message_id == f"<{row.pk}@news.example>"

    def test_a_subject_of_two_lines_is_refused_for_good(self, read_mail):
        queue(context={"name": "Ann\r\nBcc: eve@example.org"})

        drain_outbox()

        row = OutboxMessage.objects.get()
        assert row.state == LeaseState.FAILED
        assert "subject has several lines" in row.last_error
        assert read_mail() == []

    def test_an_older_secret_key_still_opens_what_waits(self, settings, read_mail):
        queue()
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another key " + "y" * 48

        drain_outbox()

        assert CODE in read_mail()[0].get_body(("plain",)).get_content()

    def test_a_forgotten_secret_key_fails_visibly(self, settings):
        queue()
        settings.SECRET_KEY = "another key " + "y" * 48

        drain_outbox()

        assert OutboxMessage.objects.get().last_error.startswith("UnsealError")


class TestFiles:
    def test_are_readable_by_the_owner_only(self, mail_dir):
        row = queue()

        drain_outbox()

        (path,) = mail_dir.iterdir()
        assert path.name == row.file_name
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_a_repetition_replaces_the_file(self, mail_dir):
        queue()
        drain_outbox()
        OutboxMessage.objects.update(state=LeaseState.QUEUED, template="test")

        drain_outbox()

        assert len(list(mail_dir.iterdir())) == 1


class TestSmtp:
    def test_hands_the_message_over(self, smtp_server, mailbox, mail_dir):
        row = queue()

        drain_outbox()

        (envelope,) = mailbox.received
        (message,) = mailbox.messages()
        assert envelope.rcpt_tos == ["ann@example.org"]
        assert message["Message-ID"] == row.message_id
        assert CODE in message.get_body(("plain",)).get_content()
        assert not mail_dir.exists()

    def test_a_server_that_is_down_loses_nothing(self, settings, smtp_server, mailbox):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            working, settings.EMAIL_URL = (
                settings.EMAIL_URL,
                f"smtp://127.0.0.1:{unused.getsockname()[1]}",
            )
            queue()
            drain_outbox()

        row = OutboxMessage.objects.get()
        assert (row.state, row.attempts) == (LeaseState.QUEUED, 1)
        assert "ConnectionRefusedError" in row.last_error
        assert drain_outbox() == 0

        settings.EMAIL_URL = working
        OutboxMessage.objects.update(run_after=timezone.now())
        leased.rekick_due(timezone.now())

        row.refresh_from_db()
        assert row.state == LeaseState.DONE
        assert row.last_error == ""
        assert len(mailbox.received) == 1

    def test_a_busy_server_is_asked_again(self, smtp_server, mailbox):
        mailbox.answers = ["451 Try later"]
        queue()

        drain_outbox()

        assert OutboxMessage.objects.get().state == LeaseState.QUEUED

    def test_an_unknown_recipient_fails_at_once(self, smtp_server, mailbox):
        mailbox.answers = ["RCPT 550 No such user"]
        queue()

        drain_outbox()

        row = OutboxMessage.objects.get()
        assert row.state == LeaseState.FAILED
        assert "No such user" in row.last_error

    def test_required_starttls_is_not_done_without(self, settings, smtp_server, mailbox):
        settings.EMAIL_URL += "?starttls=required"
        queue()

        drain_outbox()

        assert mailbox.received == []
        assert "no STARTTLS" in OutboxMessage.objects.get().last_error


class TestBackend:
    def test_messages_of_django_become_rows(self, read_mail):
        count = send_mail("Тема", f"link {CODE}", None, ["ann@example.org", "bob@example.org"])

        assert count == 1
        assert CODE not in raw_rows()
        drain_outbox()
        messages = read_mail()
        assert {message["Auto-Submitted"] for message in messages} == {"auto-generated"}
        assert {message["To"] for message in messages} == {"ann@example.org, bob@example.org"}
        assert len({message["Message-ID"] for message in messages}) == 2
        assert CODE in messages[0].get_content()
        assert CODE not in raw_rows()

    def test_a_blind_copy_stays_blind(self, smtp_server, mailbox):
        EmailMessage("s", "b", to=["ann@example.org"], bcc=["bob@example.org"]).send()

        drain_outbox()

        assert sorted(item.rcpt_tos[0] for item in mailbox.received) == [
            "ann@example.org",
            "bob@example.org",
        ]
        assert all("bob" not in str(message) for message in mailbox.messages())

    def test_a_name_and_an_attachment_survive(self, read_mail):
        message = EmailMultiAlternatives("s", "b", to=['"Ann, Ýrr" <ann@example.org>'])
        message.attach_alternative("<p>b</p>", "text/html")
        message.attach("note.txt", "привіт", "text/plain")
        message.send()

        drain_outbox()

        received = read_mail()[0]
        assert received["To"] == '"Ann, Ýrr" <ann@example.org>'
        assert [part.get_filename() for part in received.iter_attachments()] == ["note.txt"]
        assert OutboxMessage.objects.get().to == "ann@example.org"

    @pytest.mark.parametrize(
        "message",
        [
            EmailMessage("Subject\nBcc: eve@example.org", "b", to=["ann@example.org"]),
            EmailMessage("s", "b", to=["ann@example.org\nBcc: eve@example.org"]),
            EmailMessage("s", "b", to=["ann@example.org"], headers={"X": "a\nBcc: e@example.org"}),
        ],
    )
    def test_header_injection_is_refused(self, message):
        with pytest.raises(ValueError):  # noqa: PT011 - Django's own error and ours
            message.send()

        assert not OutboxMessage.objects.exists()


class TestRetention:
    def test_old_settled_messages_go(self, settings):
        settings.MAIL_RETENTION_DAYS = 30
        now = timezone.now()
        for number in range(2):
            queue(to=f"person{number}@example.org")
        drain_outbox()
        OutboxMessage.objects.filter(to="person0@example.org").update(
            finished_at=now - timedelta(days=31)
        )
        queue(to="waiting@example.org")

        prune(now)

        assert set(OutboxMessage.objects.values_list("to", flat=True)) == {
            "person1@example.org",
            "waiting@example.org",
        }


class TestCommand:
    def test_sends_a_test_message(self, django_capture_on_commit_callbacks, read_mail):
        output = io.StringIO()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("outbox", test="ann@example.org", locale="ar", stdout=output)

        assert read_mail()[0]["Content-Language"] == "ar"
        assert "queued: 1" in output.getvalue()

    def test_sends_failed_messages_again(self, django_capture_on_commit_callbacks, read_mail):
        OutboxMessage.objects.filter(pk=queue().pk).update(state=LeaseState.FAILED, attempts=16)

        with django_capture_on_commit_callbacks(execute=True):
            call_command("outbox", retry_failed=True, stdout=io.StringIO())

        assert OutboxMessage.objects.get().state == LeaseState.DONE
        assert len(read_mail()) == 1
