"""What Wagtail sends takes the same way out as everything else."""

import pytest
from django.core.serializers import serialize
from wagtail.users.models import UserProfile

from accounts.services import role_specs
from accounts.services.roles import group_of, set_up_roles
from cms.core.mail.sending import drain_outbox
from cms.core.models import OutboxMessage
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_dir")]


class TestPasswordReset:
    def test_is_not_offered_beside_the_account_pages(self, client):
        assert client.get("/cms/password_reset/").status_code == 404
        assert client.post("/cms/password_reset/", {"email": "a@example.org"}).status_code == 404


class TestModeration:
    def test_reviewers_hear_of_a_page_in_their_language(self, homes, read_mail):
        set_up_roles()
        translator = UserFactory(
            editor=True, password=PASSWORD, roles=[group_of(role_specs.translator("fr"))]
        )
        reviewer = UserFactory(editor=True, roles=[group_of(role_specs.REVIEWER)])
        UserProfile.objects.create(user=reviewer, preferred_language="fr")
        page = homes["fr"]
        page.save_revision(user=translator)

        page.get_workflow().start(page, translator)
        stored = serialize("json", OutboxMessage.objects.all())
        drain_outbox()

        (message,) = read_mail()
        assert message["To"] == reviewer.email
        assert message["Auto-Submitted"] == "auto-generated"
        assert page.title in message.get_content()
        assert "soumise" in message.get_content()
        assert page.title not in stored
