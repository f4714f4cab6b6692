"""How version 1 describes itself: envelopes, parameters, problems, examples."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    PolymorphicProxySerializer,
    inline_serializer,
)
from rest_framework import serializers

from cms.api.v1.examples import example
from cms.core.api import problems
from cms.core.api.problems import ProblemType
from cms.core.api.v1.common import CardSerializer
from cms.delivery.api.parameters import Parameter

PROBLEM_JSON = "application/problem+json"
RESPONSE_HEADERS = {
    "ETag": "Strong tag of this answer. Send it back in If-None-Match.",
    "Cache-Control": "How long it may be kept. Never more than a minute in all.",
    "Content-Language": "The language of the document.",
    "Link": "The next page of a list (rel=next), or the languages of a document (rel=alternate).",
    "X-Content-Seq": "Number of the latest change that this answer includes.",
    "X-Request-Id": "Name of this request in our logs.",
    "Cache-Tag": "What a cache may be purged by. Surrogate-Key holds the same.",
}
COMMON_PROBLEMS = (
    problems.INVALID_PARAMETER,
    problems.METHOD_NOT_ALLOWED,
    problems.NOT_ACCEPTABLE,
    problems.URI_TOO_LONG,
    problems.TOO_MANY_REQUESTS,
    problems.SERVER_ERROR,
)


class PageSerializer(serializers.Serializer):
    """Where in a list this page is."""

    limit = serializers.IntegerField(min_value=1, max_value=100)
    count = serializers.IntegerField(
        allow_null=True, help_text="Size of the whole list; null unless count=exact."
    )
    has_more = serializers.BooleanField()
    next_cursor = serializers.CharField(allow_null=True)


class ListLinksSerializer(serializers.Serializer):
    """Where this page and the next one are."""

    self = serializers.URLField()
    next = serializers.URLField(allow_null=True)


class LinksSerializer(serializers.Serializer):
    """Where this document is."""

    self = serializers.URLField()


class MetaSerializer(serializers.Serializer):
    """What was asked for."""

    requested_locale = serializers.CharField()


class FaultSerializer(serializers.Serializer):
    """One thing that is wrong, in a parameter or at a place in the body."""

    parameter = serializers.CharField(required=False)
    pointer = serializers.CharField(required=False, help_text="A JSON Pointer.")
    code = serializers.CharField(help_text="For machines: unknown, required, invalid, duplicate.")
    detail = serializers.CharField()


class AbsentAlternateSerializer(serializers.Serializer):
    """A language in which the work is to be had."""

    locale = serializers.CharField()
    path = serializers.CharField(allow_null=True)
    url = serializers.URLField(allow_null=True)


class ProblemSerializer(serializers.Serializer):
    """An error as RFC 9457 has it."""

    type = serializers.URLField(help_text="Address of a page that explains this kind of problem.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    request_id = serializers.CharField()
    errors = FaultSerializer(many=True)  # type: ignore[assignment] # the member's name is given
    alternates = AbsentAlternateSerializer(
        many=True, required=False, help_text="With translation-missing only."
    )
    notice = serializers.CharField(
        required=False, allow_null=True, help_text="With gone only: what the newsroom says."
    )


class RedirectSerializer(serializers.Serializer):
    """An address that has moved."""

    kind = serializers.ChoiceField(choices=["redirect"])
    status = serializers.ChoiceField(choices=[301])
    location = serializers.CharField()
    url = serializers.URLField()


class LocaleSerializer(serializers.Serializer):
    """A language of the site; ``path`` and ``url`` are those of its home page, when public."""

    locale = serializers.CharField()
    hreflang = serializers.CharField()
    dir = serializers.ChoiceField(choices=["ltr", "rtl"])
    name = serializers.CharField(help_text="In the language itself.")
    is_default = serializers.BooleanField()
    path = serializers.CharField(allow_null=True)
    url = serializers.URLField(allow_null=True)


def list_of(name: str, card: type[CardSerializer]) -> serializers.Serializer:
    """Return the envelope of a list."""
    return inline_serializer(
        f"{name}List",
        {"data": card(many=True), "page": PageSerializer(), "links": ListLinksSerializer()},
    )


def detail_of(name: str, document: type[CardSerializer]) -> serializers.Serializer:
    """Return the envelope of a document."""
    return inline_serializer(
        f"{name}Detail",
        {"data": document(), "meta": MetaSerializer(), "links": LinksSerializer()},
    )


def resolution_of(documents: dict[str, type[CardSerializer]]) -> serializers.Serializer:
    """Return the envelope of a resolved path."""
    page = inline_serializer(
        "ResolvedPage",
        {
            "kind": serializers.ChoiceField(choices=["page"]),
            "document": PolymorphicProxySerializer(
                component_name="Document",
                serializers={**documents},
                resource_type_field_name="type",
            ),
        },
    )
    outcome = PolymorphicProxySerializer(
        component_name="Resolved",
        serializers={"page": page, "redirect": RedirectSerializer},
        resource_type_field_name="kind",
    )
    return inline_serializer("Resolution", {"data": outcome})


def locales() -> serializers.Serializer:
    """Return the envelope of the languages."""
    return inline_serializer(
        "LocaleList", {"data": LocaleSerializer(many=True), "links": LinksSerializer()}
    )


class ReadSchema(AutoSchema):
    """Describes a read view from what the view says about itself."""

    view: Any  # a ReadView with its description

    def get_operation_id(self) -> str:
        return str(self.view.operation_id)

    def get_summary(self) -> str:
        return str(self.view.summary)

    def get_description(self) -> str:  # type: ignore[override] # as drf-spectacular has it
        return str(self.view.description)

    def get_tags(self) -> list[str]:
        return [self.view.tag]

    def get_auth(self) -> list[dict[str, Any]]:
        return []

    def get_filter_backends(self) -> list[Any]:
        return []

    def get_override_parameters(self) -> list[Any]:
        described = [_described(parameter) for parameter in self.view.parameters]
        conditional = OpenApiParameter(
            name="If-None-Match",
            type=str,
            location=OpenApiParameter.HEADER,
            description="ETags that you have. 304 without a body when one of them is current.",
        )
        headers = [
            OpenApiParameter(
                name=name,
                type=str,
                location=OpenApiParameter.HEADER,
                description=description,
                response=[200],
            )
            for name, description in RESPONSE_HEADERS.items()
        ]
        return [*self.view.path_parameters, *described, conditional, *headers]

    def get_response_serializers(self) -> Any:
        responses: dict[Any, Any] = {
            200: OpenApiResponse(
                self.view.envelope, description="Found.", examples=self._examples()
            ),
            304: OpenApiResponse(description="Not changed since the ETag that was sent."),
        }
        kinds = sorted([*COMMON_PROBLEMS, *self.view.problems], key=lambda kind: kind.status)
        for status in dict.fromkeys(kind.status for kind in kinds):
            same = [kind for kind in kinds if kind.status == status]
            responses[(status, PROBLEM_JSON)] = OpenApiResponse(
                ProblemSerializer,
                description=" Or: ".join(f"{kind.title}." for kind in same),
                examples=[_problem_example(kind) for kind in same],
            )
        return responses

    def _examples(self) -> list[OpenApiExample]:
        value = example(self.view.operation_id)
        return [OpenApiExample(self.view.summary, value=value)] if value is not None else []


def _described(parameter: Parameter) -> OpenApiParameter:
    return OpenApiParameter(
        name=parameter.name,
        type=parameter.schema,
        location=OpenApiParameter.QUERY,
        required=parameter.is_required,
        description=parameter.description,
    )


def _problem_example(kind: ProblemType) -> OpenApiExample:
    value: dict[str, Any] = {
        "type": f"https://newsroom.example/api/docs/problems/{kind.slug}/",
        "title": kind.title,
        "status": kind.status,
        "detail": kind.explanation,
        "instance": "/api/v1/articles/",
        "request_id": "9f2c4e1b7a6d4c03b1e8a5d2",
        "errors": [],
    }
    if kind is problems.INVALID_PARAMETER:
        detail = 'There is no parameter "limt" here. Did you mean "limit"?'
        value |= {
            "detail": detail,
            "errors": [{"parameter": "limt", "code": "unknown", "detail": detail}],
        }
    if kind is problems.TRANSLATION_MISSING:
        path = "/fr/articles/quai-neuf/"
        url = f"https://newsroom.example{path}"
        value["alternates"] = [{"locale": "fr", "path": path, "url": url}]
    if kind is problems.GONE:
        value["notice"] = None
    return OpenApiExample(kind.slug, value=value)
