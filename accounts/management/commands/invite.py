"""Invite a member of staff."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.services import invitations


class Command(BaseCommand):
    """Mails a link to choose a password; whoever has one keeps it and gets the roles."""

    help = "Invite somebody to work here, with a role or several."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("email", help="whom to invite")
        parser.add_argument(
            "--role",
            action="append",
            required=True,
            dest="roles",
            help='such as "Press officer"; may be given several times',
        )
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            choices=list(settings.CONTENT_LOCALES),
            help="language of the invitation and of a new account (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Invite, and say what was done."""
        roles = _find_roles(options["roles"])
        try:
            invited = invitations.invite(
                email=options["email"],
                roles=roles,
                by=None,
                locale=options["language"],
                at=timezone.now(),
            )
        except invitations.InvitationRefusedError as refusal:
            raise CommandError(f"{options['email']}: {refusal}") from refusal
        self.stdout.write("\n".join(_report(invited, roles)))


def _find_roles(names: list[str]) -> list[Group]:
    known = {group.name.casefold(): group for group in Group.objects.order_by("name")}
    unknown = [name for name in names if name.casefold() not in known]
    if unknown:
        listed = ", ".join(group.name for group in known.values()) or "none; run setup_roles"
        raise CommandError(f"There is no role {', '.join(unknown)!r}. Roles: {listed}.")
    return [known[name.casefold()] for name in names]


def _report(invited: invitations.Invited, roles: list[Group]) -> list[str]:
    done = "Made an account for" if invited.is_new else "The account exists:"
    lines = [f"{done} {invited.user.email}. Roles: {', '.join(role.name for role in roles)}."]
    if invited.has_link:
        days = invitations.LIFETIME.days
        lines.append(f"Mailed a link to choose a password. It works once, for {days} days.")
    else:
        lines.append("Mailed the news. The account has a password and keeps it.")
    return lines
