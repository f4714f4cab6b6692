"""The newsletter: what somebody gets, asking for it and ending it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override
from drf_spectacular.utils import OpenApiParameter

from accounts.api.v1.inputs import SubscriptionRequestSerializer
from accounts.api.v1.outputs import SubscriptionList, SubscriptionSerializer
from accounts.api.v1.views.base import LOCALE, AccountView, Operation, answer, done
from accounts.api.v1.views.state import locale_of, user_of
from accounts.models import ConsentSource, Subscription, SubscriptionSource, SubscriptionState
from accounts.services import subscriptions
from cms.core.api.problems import NOT_FOUND, Problem
from cms.core.locales import own_name

SUBSCRIPTION_ID = OpenApiParameter(
    name="id",
    type={"type": "string", "format": "uuid"},
    location=OpenApiParameter.PATH,
    description="A subscription, as the list names it.",
)


class SubscriptionsView(AccountView):
    """The newsletters of the account."""

    operations = {
        "get": Operation(
            id="list_subscriptions",
            summary="List subscriptions",
            description=(
                "What you get or got, and what could be had, each with a sentence to agree to in "
                "the language asked for."
            ),
            answers={200: SubscriptionList},
            parameters=(LOCALE,),
            is_for_account=True,
        ),
        "post": Operation(
            id="subscribe",
            summary="Subscribe to the newsletter",
            description=(
                "Sends the newsletter of a language from now on. The sentence that the person "
                "agreed to is kept as proof. Subscribing twice is once."
            ),
            accepts=SubscriptionRequestSerializer,
            answers={200: SubscriptionSerializer},
            is_for_account=True,
        ),
    }

    def get(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        locale = locale_of(request, values)
        rows = list(_rows_of(request).order_by("started_at", "pk"))
        active = {row.locale for row in rows if row.state == SubscriptionState.ACTIVE}
        with override(locale):
            offers = [
                {
                    "locale": code,
                    "name": own_name(code),
                    "consent_text": subscriptions.offer_sentence(code),
                }
                for code in settings.CONTENT_LOCALES
                if code not in active
            ]
        content = {"data": [_described(row) for row in rows], "offers": offers}
        return answer(content, language=locale)

    def post(self, request: HttpRequest, values: dict[str, Any]) -> HttpResponse:
        subscription = subscriptions.subscribe(
            user_of(request),
            locale=values["locale"],
            source=SubscriptionSource.API,
            shown=values["shown"],
            at=timezone.now(),
        )
        return answer(_described(subscription))


class SubscriptionDetailView(AccountView):
    """One newsletter."""

    operations = {
        "delete": Operation(
            id="end_subscription",
            summary="End a subscription",
            description="Nothing is sent from now on. Ending it twice is once.",
            answers={204: None},
            problems=(NOT_FOUND,),
            path_parameters=(SUBSCRIPTION_ID,),
            is_for_account=True,
        )
    }

    def delete(self, request: HttpRequest, values: dict[str, Any], id: str) -> HttpResponse:
        row = _rows_of(request).filter(uuid=_uuid(id)).first()
        if row is None:
            raise Problem(NOT_FOUND, detail="You have no such subscription.")
        subscriptions.end_subscription(row, source=ConsentSource.API, at=timezone.now())
        return done()


def _rows_of(request: HttpRequest) -> Any:
    return Subscription.objects.filter(user=user_of(request))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _described(row: Subscription) -> dict[str, Any]:
    return {
        "id": row.uuid,
        "locale": row.locale,
        "state": row.state,
        "source": row.source,
        "started_at": row.started_at,
        "ended_at": row.ended_at,
    }
