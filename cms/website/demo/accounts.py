"""Accounts to try the demo with. Passwords are random per installation and kept on a second run."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.models import MediaAccount, User
from accounts.services.role_specs import (
    ADMINISTRATOR,
    MEDIA_LIBRARY_MANAGER,
    PRESS_OFFICER,
    REVIEWER,
    RoleSpec,
    translator,
)
from accounts.services.roles import group_of
from accounts.services.verified_addresses import vouch_for_address

PASSWORD_BYTES = 12
OWNER_ONLY = 0o600

# The account's name, its person, its roles and the language it works in.
ACCOUNTS: tuple[tuple[str, str, str, tuple[RoleSpec, ...], str], ...] = (
    ("admin", "Ines", "Karlsbad", (ADMINISTRATOR,), "en"),
    ("press_officer", "Claire", "Dutremble", (PRESS_OFFICER,), "en"),
    ("translator_fr", "Rémi", "Castelnau", (translator("fr"),), "fr"),
    ("reviewer_fr", "Solène", "Marchand", (REVIEWER,), "fr"),
    ("media_library", "Jelle", "Vandermaas", (MEDIA_LIBRARY_MANAGER,), "en"),
    ("media_user", "Amal", "Fahmy", (), "en"),
)
DOMAIN = "estuaries.example"


def accounts_file() -> Path:
    """Return where the demo's passwords are kept."""
    return Path(settings.DATA_DIR) / "demo-accounts.json"


def create_accounts() -> dict[str, User]:
    """Create what is missing, write the file, and return the users by account name."""
    kept = _read_passwords()
    users, listed = {}, {}
    for name, first, last, roles, language in ACCOUNTS:
        password = kept.get(name) or secrets.token_urlsafe(PASSWORD_BYTES)
        user = _account(
            name, password, roles, first_name=first, last_name=last, preferred_language=language
        )
        users[name] = user
        listed[name] = {"email": user.email, "password": password}
    if listed.keys() != kept.keys():
        _write(listed)
    return users


def _account(name: str, password: str, roles: tuple[RoleSpec, ...], **fields: Any) -> User:
    email = f"{name.replace('_', '.')}@{DOMAIN}"
    user = User.objects.filter(email=email).first()
    if user is None:
        is_admin = ADMINISTRATOR in roles
        fields |= {"is_staff": bool(roles), "is_superuser": is_admin}
        user = User.objects.create_user(email, password, **fields)
    elif not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    user.groups.add(*(group_of(role) for role in roles))
    vouch_for_address(user)
    if not roles:
        MediaAccount.objects.get_or_create(user=user, defaults={"organisation": "Radio Littoral"})
    return user


def _read_passwords() -> dict[str, str]:
    try:
        listed = json.loads(accounts_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {name: account["password"] for name, account in listed.items()}


def _write(listed: dict[str, dict[str, str]]) -> None:
    """Replace the file at once; nobody but its owner may ever read it."""
    path = accounts_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(listed, file, indent=2, ensure_ascii=False)
        file.write("\n")
    draft.replace(path)
