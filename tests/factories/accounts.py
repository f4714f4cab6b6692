"""Factories of accounts."""

from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from factory.django import DjangoModelFactory

from accounts.models import AccountStatus, MediaAccount, User

PASSWORD = "Harbour-Lantern-4827"


class UserFactory(DjangoModelFactory):
    """Somebody without any permission: a media user."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        editor = factory.Trait(is_staff=True)
        administrator = factory.Trait(is_staff=True, is_superuser=True)

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    first_name = "Ada"
    last_name = factory.Sequence(lambda number: f"Tester {number}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", PASSWORD)
        return model_class.objects.create_user(*args, password=password, **kwargs)

    @factory.post_generation
    def roles(self, create: bool, extracted: list[Group] | None, **kwargs: Any) -> None:
        if create and extracted:
            self.groups.set(extracted)


def grant_editor(user: User) -> User:
    """Give the permission that opens the editor, and nothing else."""
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return User.objects.get(pk=user.pk)


class MediaAccountFactory(DjangoModelFactory):
    """An approved media user with a verified address."""

    class Meta:
        model = MediaAccount

    class Params:
        pending = factory.Trait(status=AccountStatus.PENDING)
        refused = factory.Trait(status=AccountStatus.REFUSED, refusal_reason="No press card.")

    user = factory.SubFactory(UserFactory)
    organisation = "Radio Estuaire"

    @classmethod
    def _create(cls, model_class: type[MediaAccount], *args: Any, **kwargs: Any) -> MediaAccount:
        account = model_class.objects.create(*args, **kwargs)
        EmailAddress.objects.create(
            user=account.user, email=account.user.email, verified=True, primary=True
        )
        return account
