"""The terms of use: what they say, and accepting them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override

from accounts.api.v1.inputs import AcceptanceSerializer
from accounts.api.v1.outputs import TermsSerializer, TermsStateSerializer
from accounts.api.v1.problems import TERMS_OUTDATED
from accounts.api.v1.views.base import LOCALE, AccountView, Operation, answer
from accounts.api.v1.views.state import (
    current_terms,
    locale_of,
    refuse_other_terms,
    terms_consent,
    terms_state,
    user_of,
)
from accounts.models import ConsentSource
from accounts.services import consents


class TermsView(AccountView):
    """The version that applies."""

    operations = {
        "get": Operation(
            id="get_terms",
            summary="Get the terms of use",
            description=(
                "The version that applies, for those who register and those who have to be asked "
                "again. A language without a translation gets the default one."
            ),
            answers={200: TermsSerializer},
            parameters=(LOCALE,),
        ),
        "post": Operation(
            id="accept_terms",
            summary="Accept the terms of use",
            description="What was shown is kept with the consent. Accepting twice is once.",
            accepts=AcceptanceSerializer,
            answers={200: TermsStateSerializer},
            problems=(TERMS_OUTDATED,),
            is_for_account=True,
        ),
    }

    def get(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        locale = locale_of(request, values)
        edition = current_terms(locale)
        user = user_of(request) if request.user.is_authenticated else None
        language = edition.locale if edition else locale
        with override(language):
            sentence = consents.acceptance_sentence(edition) if edition else ""
        content = {
            "version": edition.version if edition else 0,
            "locale": language,
            "title": edition.title if edition else "",
            "body_html": edition.body_html if edition else "",
            "change_note": edition.change_note if edition else "",
            "published_at": edition.published_at if edition else None,
            "consent_text": sentence,
            "accepted": terms_state(user)["accepted"] if user else None,
        }
        return answer(content, language=language)

    def post(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        locale = locale_of(request, values)
        refuse_other_terms(values["version"], pointer="/version")
        user = user_of(request)
        consents.accept_terms(
            user,
            version=values["version"],
            locale=locale,
            shown=values.get("shown") or terms_consent(locale),
            source=ConsentSource.API,
            at=timezone.now(),
        )
        return answer(terms_state(user))
