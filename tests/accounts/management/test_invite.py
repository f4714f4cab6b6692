"""``manage.py invite``."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.services.roles import set_up_roles
from cms.core.models import OutboxMessage
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_dir")]


@pytest.fixture(autouse=True)
def _roles():
    set_up_roles()


def invite(*arguments):
    output = io.StringIO()
    call_command("invite", *arguments, stdout=output)
    return output.getvalue()


def test_makes_an_account_with_roles_and_says_so():
    said = invite("Ann@Example.org", "--role", "press officer", "--role", "Media officer")

    user = User.objects.get(email="ann@example.org")
    assert sorted(user.groups.values_list("name", flat=True)) == ["Media officer", "Press officer"]
    assert "Made an account for ann@example.org. Roles: Press officer, Media officer." in said
    assert "works once, for 7 days" in said
    assert OutboxMessage.objects.get().to == "ann@example.org"


def test_speaks_the_language_that_was_asked_for():
    invite("ann@example.org", "--role", "Press officer", "--language", "fr")

    assert User.objects.get().preferred_language == "fr"
    assert OutboxMessage.objects.get().locale == "fr"


def test_gives_an_existing_account_the_role():
    user = UserFactory(email="ann@example.org")

    said = invite("ann@example.org", "--role", "Reviewer")

    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert "The account exists: ann@example.org. Roles: Reviewer." in said
    assert "keeps it" in said


def test_lists_the_roles_when_one_is_unknown():
    with pytest.raises(CommandError, match=r"no role 'Boss'.*Administrator, .*Press officer"):
        invite("ann@example.org", "--role", "Boss")

    assert not User.objects.exists()


def test_names_the_address_that_is_none():
    with pytest.raises(CommandError, match=r"ann@: This is not an email address\."):
        invite("ann@", "--role", "Reviewer")


def test_wants_a_role():
    with pytest.raises(CommandError, match="--role"):
        invite("ann@example.org")
