"""How problems describe themselves in the OpenAPI document."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse
from rest_framework import serializers

from cms.core.api import problems
from cms.core.api.problems import ProblemType

PROBLEM_JSON = "application/problem+json"


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


def problem_responses(
    kinds: Iterable[ProblemType], serializer: type[ProblemSerializer], *, instance: str
) -> dict[tuple[int, str], OpenApiResponse]:
    """Return what drf-spectacular wants to know of these problems, by status."""
    by_status = sorted(kinds, key=lambda kind: kind.status)
    responses = {}
    for status in dict.fromkeys(kind.status for kind in by_status):
        same = [kind for kind in by_status if kind.status == status]
        responses[(status, PROBLEM_JSON)] = OpenApiResponse(
            serializer,
            description=" Or: ".join(f"{kind.title}." for kind in same),
            examples=[problem_example(kind, instance) for kind in same],
        )
    return responses


def problem_example(kind: ProblemType, instance: str) -> OpenApiExample:
    """Return a problem as it might be answered."""
    value: dict[str, Any] = {
        "type": f"https://newsroom.example/api/docs/problems/{kind.slug}/",
        "title": kind.title,
        "status": kind.status,
        "detail": kind.explanation,
        "instance": instance,
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
