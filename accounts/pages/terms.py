"""Accepting a new version of the terms of use."""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import ConsentSource, NoticeEdition, User
from accounts.pages import screens
from accounts.pages.notices import marks_of
from accounts.services import consents


@screens.takes_forms
def accept_terms(request: HttpRequest) -> HttpResponse:
    """Show what somebody has not accepted yet, record that they do, and take them on."""
    target = screens.next_of(request)
    if not request.user.is_authenticated:
        return screens.go("account_login", target=target or reverse("accounts_profile"))
    edition = consents.terms_to_accept(request.user, locale=get_language() or "")
    if edition is None:
        return HttpResponseRedirect(target or reverse("accounts_profile"))
    if request.method != "POST":
        return _ask(request, edition)
    if request.POST.get("version") != str(edition.version):
        return _ask(request, edition, refusal=_("These terms have just changed. Read them again."))
    consents.accept_terms(
        request.user,
        version=edition.version,
        locale=edition.locale,
        shown=consents.acceptance_sentence(edition),
        source=ConsentSource.TERMS_PAGE,
        at=timezone.now(),
    )
    return HttpResponseRedirect(target or reverse("accounts_profile"))


def _ask(request: HttpRequest, edition: NoticeEdition, *, refusal: str = "") -> HttpResponse:
    accepted = consents.accepted_version(cast(User, request.user))
    return screens.show(
        request,
        "accounts/terms.html",
        title=_("New terms of use") if accepted else _("Terms of use"),
        refusal=refusal,
        edition=edition,
        body=edition.body_html,
        accepted=accepted,
        sentence=consents.acceptance_sentence(edition),
        **marks_of(edition.locale),
    )
