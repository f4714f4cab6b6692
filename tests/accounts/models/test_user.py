import io
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from accounts.hashers import NewsroomArgon2PasswordHasher
from accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


class TestAddress:
    def test_is_kept_in_lower_case_and_composed(self):
        decomposed = unicodedata.normalize("NFD", " Zoé@Exämple.org ")

        user = User.objects.create_user(decomposed)

        assert user.email == unicodedata.normalize("NFC", "zoé@exämple.org")

    @pytest.mark.parametrize("spelling", ["ANN@EXAMPLE.ORG", "Ann@Example.org", " ann@example.org"])
    def test_is_found_in_any_case(self, spelling):
        user = UserFactory(email="ann@example.org")

        assert User.objects.get(email=spelling) == user
        assert User.objects.get_by_natural_key(spelling) == user

    def test_is_taken_in_any_case(self):
        UserFactory(email="ann@example.org")

        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create_user("ANN@example.org")

    def test_is_taken_for_raw_rows_too(self):
        UserFactory(email="ann@example.org")
        other = UserFactory()

        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "UPDATE accounts_user SET email = 'Ann@Example.org' WHERE id = %s", [other.pk]
            )

    def test_a_taken_address_is_explained(self):
        UserFactory(email="ann@example.org")

        with pytest.raises(ValidationError) as refusal:
            User(email="Ann@Example.ORG", password="x").full_clean()

        assert "Somebody already has this email address." in str(refusal.value.message_dict)

    def test_is_needed(self):
        with pytest.raises(ValueError, match="e-mail address"):
            User.objects.create_user("  ")


class TestUser:
    def test_a_new_user_may_nothing(self):
        user = UserFactory()

        assert not user.is_staff
        assert not user.is_superuser
        assert not user.has_perm("wagtailadmin.access_admin")
        assert user.uuid

    def test_without_a_password_nobody_signs_in(self):
        user = User.objects.create_user("ann@example.org")

        assert not user.has_usable_password()

    def test_is_called_by_name_or_address(self):
        assert str(User(first_name="Ann", last_name="Ýrr", email="a@b.org")) == "Ann Ýrr"
        assert str(User(email="a@b.org")) == "a@b.org"

    def test_createsuperuser_makes_an_administrator(self, monkeypatch):
        monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)

        call_command(
            "createsuperuser", email="Root@example.org", interactive=False, stdout=io.StringIO()
        )

        administrator = User.objects.get(email="root@example.org")
        assert administrator.is_superuser
        assert administrator.is_staff
        assert administrator.check_password(PASSWORD)


class TestHasher:
    def test_uses_argon2id_with_the_documented_cost(self):
        encoded = NewsroomArgon2PasswordHasher().encode("secret", "c2FsdHNhbHRzYWx0")

        assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
