"""What Wagtail sends takes the same way out as everything else."""

import re

import pytest
from django.core.serializers import serialize
from wagtail.users.models import UserProfile

from accounts.services import role_specs
from accounts.services.roles import group_of, set_up_roles
from cms.core.mail.sending import drain_outbox
from cms.core.models import OutboxMessage
from tests.factories.accounts import PASSWORD, UserFactory, grant_editor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_dir")]

LINK = re.compile(r"http://[^/\s]+(/cms/password_reset/confirm/\S+)")


def stored():
    return serialize("json", OutboxMessage.objects.all())


class TestPasswordReset:
    def ask(self, client, address):
        return client.post("/cms/password_reset/", {"email": address})

    def test_the_link_in_the_mail_works_once(self, client, read_mail):
        user = grant_editor(UserFactory(email="ann@example.org", editor=True))
        self.ask(client, "Ann@Example.org")
        drain_outbox()
        (message,) = read_mail()
        path = LINK.search(message.get_content())[1]

        form = client.get(path, follow=True)
        target = form.redirect_chain[-1][0]
        new = {"new_password1": "another calm password", "new_password2": "another calm password"}
        assert client.post(target, new).status_code == 302

        user.refresh_from_db()
        assert user.check_password("another calm password")
        assert message["To"] == "ann@example.org"
        client.logout()
        assert not client.get(path, follow=True).context["validlink"]

    def test_the_link_is_never_readable_in_the_database(self, client, read_mail):
        grant_editor(UserFactory(email="ann@example.org", editor=True))
        self.ask(client, "ann@example.org")
        before = stored()

        drain_outbox()

        token = LINK.search(read_mail()[0].get_content())[1].rstrip("/").rpartition("/")[2]
        assert token not in before
        assert token not in stored()
        assert "password_reset" not in before + stored()

    def test_the_answer_does_not_tell_who_has_an_account(self, client):
        UserFactory(email="ann@example.org")

        known = self.ask(client, "ann@example.org")
        unknown = self.ask(client, "nobody@example.org")

        assert known.status_code == unknown.status_code == 302
        assert known.headers["Location"] == unknown.headers["Location"]
        assert OutboxMessage.objects.count() == 1


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
        drain_outbox()

        (message,) = read_mail()
        assert message["To"] == reviewer.email
        assert message["Auto-Submitted"] == "auto-generated"
        assert page.title in message.get_content()
        assert "soumise" in message.get_content()
