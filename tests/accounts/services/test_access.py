"""Who may download."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import ConsentSource
from accounts.services import consents
from accounts.services.access import download_refusal
from tests.factories.accounts import MediaAccountFactory, UserFactory
from tests.factories.notices import NoticeEditionFactory

pytestmark = pytest.mark.django_db


def accept_terms(user, version):
    consents.accept_terms(
        user,
        version=version,
        locale="en",
        shown="I accept the terms of use.",
        source=ConsentSource.REGISTRATION,
        at=timezone.now(),
    )


class TestDownloadRefusal:
    def test_lets_an_approved_account_pass(self):
        assert download_refusal(MediaAccountFactory().user) == ""

    def test_asks_strangers_to_sign_in(self):
        assert download_refusal(AnonymousUser()) == "anonymous"

    def test_asks_for_a_verified_address(self):
        user = MediaAccountFactory().user
        EmailAddress.objects.filter(user=user).update(verified=False)

        assert download_refusal(user) == "unverified"

    def test_an_address_verified_earlier_is_not_the_present_one(self):
        user = MediaAccountFactory().user
        user.email = "new@example.org"
        user.save()

        assert download_refusal(user) == "unverified"

    def test_lets_an_account_wait_for_the_decision(self):
        assert download_refusal(MediaAccountFactory(pending=True).user) == "pending"

    def test_refuses_a_refused_account(self):
        assert download_refusal(MediaAccountFactory(refused=True).user) == "refused"

    @pytest.mark.parametrize(
        "fields", [{"closed_at": timezone.now()}, {"is_active": False}], ids=["closed", "off"]
    )
    def test_refuses_an_account_that_is_over(self, fields):
        user = UserFactory(**fields)
        MediaAccountFactory(user=user)

        assert download_refusal(user) == "closed"

    def test_asks_to_accept_a_new_version_of_the_terms(self):
        user = MediaAccountFactory().user
        NoticeEditionFactory(version=1)
        accept_terms(user, 1)
        assert download_refusal(user) == ""

        NoticeEditionFactory(version=2)
        assert download_refusal(user) == "terms"

        accept_terms(user, 2)
        assert download_refusal(user) == ""

    def test_lets_staff_pass_without_a_media_account(self):
        NoticeEditionFactory()

        assert download_refusal(UserFactory(editor=True)) == ""

    def test_refuses_staff_who_are_switched_off(self):
        assert download_refusal(UserFactory(editor=True, is_active=False)) == "closed"

    @pytest.mark.parametrize(("rule", "refusal"), [("none", ""), ("manual", "pending")])
    def test_takes_somebody_without_a_media_account_for_a_new_one(self, settings, rule, refusal):
        settings.ACCOUNTS_APPROVAL = rule
        user = UserFactory()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

        assert download_refusal(user) == refusal
