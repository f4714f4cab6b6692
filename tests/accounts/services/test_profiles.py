import pytest

from accounts.models import AccountStatus, MediaAccount
from accounts.services.profiles import media_account_of, update_profile
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


class TestUpdateProfile:
    def test_keeps_what_is_not_named(self):
        user = UserFactory(first_name="Ann", last_name="Lee")

        update_profile(user, first_name="Zoé")

        user.refresh_from_db()
        assert (user.first_name, user.last_name) == ("Zoé", "Lee")

    def test_makes_the_media_account_that_is_missing(self, settings):
        settings.ACCOUNTS_APPROVAL = "manual"
        user = UserFactory()

        update_profile(user, organisation="Channel 5")

        account = media_account_of(user)
        assert (account.organisation, account.status) == ("Channel 5", AccountStatus.PENDING)

    def test_gives_staff_none(self):
        user = UserFactory(editor=True)

        update_profile(user, organisation="Channel 5")

        assert not MediaAccount.objects.exists()

    def test_refuses_what_is_no_part_of_it(self):
        with pytest.raises(TypeError):
            update_profile(UserFactory(), is_staff="yes")
