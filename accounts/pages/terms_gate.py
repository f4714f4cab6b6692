"""Asking for new terms at the next use of an account.

Reading public pages needs no acceptance, and neither does what the law grants anybody:
exporting one's data, closing the account, signing out.
"""

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language

from accounts.models import User
from accounts.pages import screens
from accounts.services.consents import terms_to_accept


def terms_first(request: HttpRequest) -> HttpResponseRedirect | None:
    """Return the way to the terms when they have to be accepted before this screen, else None.

    The reader comes back to the screen afterwards; a form that was sent is not sent again.
    """
    if not request.user.is_authenticated or not _must_accept(request.user):
        return None
    return screens.go("accounts_accept_terms", target=request.get_full_path())


def after_sign_in(user: User, target: str) -> str:
    """Return where to go after signing in: to the terms when they are new, else the target."""
    terms = reverse("accounts_accept_terms")
    if target.startswith(terms) or not _must_accept(user):
        return target
    return terms + screens.query_of(target)


def _must_accept(user: User) -> bool:
    return terms_to_accept(user, locale=get_language() or "") is not None
