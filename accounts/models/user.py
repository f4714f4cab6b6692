"""The user: somebody with an e-mail address who may sign in."""

import uuid
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.addresses import normalise_address
from accounts.fields import EmailAddressField

LANGUAGE_CODE_LENGTH = 10


def language_choices() -> list[tuple[str, Any]]:
    """Return the languages of the installation (a callable keeps them out of migrations)."""
    return list(settings.LANGUAGES)


class UserManager(BaseUserManager["User"]):
    """Create users and find them by address, whatever its case."""

    use_in_migrations = True

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Return the one spelling of the address."""
        return normalise_address(email or "")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save a user; without a password nobody can sign in with the account yet."""
        if not self.normalize_email(email):
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Save an administrator with every permission."""
        fields |= {"is_staff": True, "is_superuser": True}
        administrator = self.create_user(email, password, **fields)
        # Signing in asks for it. By name: the model needs this one.
        addresses = apps.get_model("account", "EmailAddress")._default_manager
        addresses.create(user=administrator, email=administrator.email, verified=True, primary=True)
        return administrator

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find the user by address; the field takes care of the case."""
        return self.get(email=username or "")


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff or a media user, told apart by permissions alone.

    Staff reach the editor through the roles (groups) they hold. A user without the
    editor's permission never gets past ``EditorGateMiddleware``.
    """

    uuid = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    email = EmailAddressField(
        _("email address"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("Somebody already has this email address.")},
    )
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    preferred_language = models.CharField(
        _("preferred language"),
        max_length=LANGUAGE_CODE_LENGTH,
        choices=language_choices,
        blank=True,
        help_text=_("Used for the editor and for messages."),
    )
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Remove the tick instead of deleting an account."),
    )
    is_staff = models.BooleanField(
        _("staff"), default=False, help_text=_("Works in this newsroom.")
    )
    date_joined = models.DateTimeField(_("date joined"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(
        _("closed"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("From then on the row is a pseudonym without personal data."),
    )

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_ci_unique",
                violation_error_message=_("Somebody already has this email address."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """Return the names with a space between."""
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """Return what to call the person in a greeting."""
        return self.first_name or self.email
