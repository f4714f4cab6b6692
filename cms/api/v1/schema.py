"""How version 1 describes itself: envelopes, parameters, problems, examples."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
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
from cms.core.api.v1.common import CardSerializer
from cms.core.api.v1.problems import ProblemSerializer, problem_responses
from cms.delivery.api.parameters import Parameter

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


def root_of(collections: Iterable[str]) -> serializers.Serializer:
    """Return the envelope of the entrance."""
    entrance = inline_serializer(
        "Entrance",
        {
            "collections": inline_serializer(
                "Collections", {name: serializers.URLField() for name in collections}
            ),
            "resolve": serializers.URLField(help_text="What is at a path of the public site."),
            "locales": serializers.URLField(help_text="The languages of the site."),
            "account": serializers.URLField(help_text="Whether somebody is signed in."),
            "openapi": serializers.URLField(help_text="This description."),
            "docs": serializers.URLField(help_text="The same to read."),
        },
    )
    return inline_serializer("Root", {"data": entrance, "links": LinksSerializer()})


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
            **self.get_found(),
            304: OpenApiResponse(description="Not changed since the ETag that was sent."),
        }
        kinds = [*COMMON_PROBLEMS, *self.view.problems]
        responses |= problem_responses(kinds, ProblemSerializer, instance="/api/v1/articles/")
        return responses

    def get_found(self) -> dict[Any, OpenApiResponse]:
        """Return the successful answer."""
        return {
            200: OpenApiResponse(
                self.view.envelope, description="Found.", examples=self._examples()
            )
        }

    def _examples(self) -> list[OpenApiExample]:
        value = example(self.view.operation_id)
        return [OpenApiExample(self.view.summary, value=value)] if value is not None else []


class FileSchema(ReadSchema):
    """Describes a read view that answers files."""

    def get_found(self) -> dict[Any, OpenApiResponse]:
        found = OpenApiResponse(OpenApiTypes.BINARY, description="The file.")
        return {(200, media_type): found for media_type in self.view.media_types}


def _described(parameter: Parameter) -> OpenApiParameter:
    return OpenApiParameter(
        name=parameter.name,
        type=parameter.schema,
        location=OpenApiParameter.QUERY,
        required=parameter.is_required,
        description=parameter.description,
    )
