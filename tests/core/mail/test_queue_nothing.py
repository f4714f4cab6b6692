"""Messages that nobody gets, which take as long as those that somebody gets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core import mail
from cms.core.mail.outbox import RecipientRefusedError
from cms.core.mail.sending import drain_outbox
from cms.core.models import OutboxMessage
from tests.factories.accounts import UserFactory
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db

MESSAGE = {
    "template": "test",
    "to": "ann@example.org",
    "locale": "fr",
    "context": {"name": "Zoé"},
    "secrets": {"code": "734211"},
}


class TestQueueNothing:
    def test_does_the_work_of_queue(self, django_capture_on_commit_callbacks, queued_tasks):
        counts = []
        for queue in (mail.queue, mail.queue_nothing):
            with (
                CaptureQueriesContext(connection) as queries,
                django_capture_on_commit_callbacks(execute=True),
            ):
                queue(**MESSAGE)
            counts.append(len(queries))
            drain_outbox()

        assert counts[0] == counts[1]

    def test_sends_nothing_and_leaves_nothing(self, read_mail):
        mail.queue_nothing(**MESSAGE)

        assert drain_outbox() == 1

        assert read_mail() == []
        assert not OutboxMessage.objects.exists()

    def test_does_not_store_for_whom_it_would_have_been(self):
        row = mail.queue_nothing(**MESSAGE)

        assert row.to == ""

    def test_refuses_the_recipients_that_queue_refuses(self):
        with pytest.raises(RecipientRefusedError):
            mail.queue_nothing(**MESSAGE | {"to": "ann@example.org\nBcc: bob@example.org"})

    def test_is_not_listed_as_outgoing_mail(self, client):
        mail.queue_nothing(**MESSAGE)
        sign_in_staff(client, UserFactory(administrator=True))

        page = client.get("/cms/reports/outgoing-mail/")

        assert list(page.context["object_list"]) == []
