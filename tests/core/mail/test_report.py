import pytest
from django.contrib.auth.models import Permission

from cms.core import mail
from cms.core.models import LeaseState, OutboxMessage
from tests.factories.accounts import UserFactory, grant_editor
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db

REPORT = "/cms/reports/outgoing-mail/"


@pytest.fixture
def failed_message():
    row = mail.queue(template="test", to="ann@example.org", locale="en", secrets={"code": "9341"})
    OutboxMessage.objects.update(state=LeaseState.FAILED, last_error="550 No such user")
    return row


class TestReport:
    def test_shows_administrators_what_failed_and_why(self, client, failed_message):
        sign_in_staff(client, UserFactory(administrator=True))

        page = client.get(REPORT, {"state": "failed"})

        assert "ann@example.org" in page.text
        assert "550 No such user" in page.text
        assert "9341" not in page.text

    def test_filters_by_state(self, client, failed_message):
        sign_in_staff(client, UserFactory(administrator=True))

        assert "ann@example.org" not in client.get(REPORT, {"state": "done"}).text

    def test_can_be_given_to_a_role(self, client, failed_message):
        user = grant_editor(UserFactory())
        user.user_permissions.add(Permission.objects.get(codename="view_outboxmessage"))
        sign_in_staff(client, user)

        assert client.get(REPORT).status_code == 200
        assert REPORT in client.get("/cms/").text

    def test_is_closed_to_other_staff(self, client, failed_message):
        sign_in_staff(client, grant_editor(UserFactory()))

        assert client.get(REPORT).status_code == 302
        assert REPORT not in client.get("/cms/").text

    def test_exports_a_spreadsheet(self, client, failed_message):
        sign_in_staff(client, UserFactory(administrator=True))

        response = client.get(REPORT, {"export": "csv"})

        assert b"550 No such user" in b"".join(response.streaming_content)
