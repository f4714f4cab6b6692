"""How the account API describes itself."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from accounts.api.v1.examples import example
from accounts.api.v1.problems import CSRF_FAILED, SESSION_ENDED
from cms.core.api import problems
from cms.core.api.v1.problems import ProblemSerializer, problem_responses

COMMON_PROBLEMS = (
    problems.BAD_REQUEST,
    problems.INVALID_PARAMETER,
    SESSION_ENDED,
    problems.METHOD_NOT_ALLOWED,
    problems.NOT_ACCEPTABLE,
    problems.URI_TOO_LONG,
    problems.SERVER_ERROR,
)
WRITING_PROBLEMS = (
    problems.INVALID_INPUT,
    CSRF_FAILED,
    problems.CONTENT_TOO_LARGE,
    problems.UNSUPPORTED_MEDIA_TYPE,
    problems.SERVICE_BUSY,
)
CLIENT = OpenApiParameter(
    name="X-Client",
    type=str,
    enum=["browser", "app"],
    location=OpenApiParameter.HEADER,
    description="app: no cookies are read or set, and the session is the token in X-Session-Token.",
)
DESCRIPTIONS = {
    200: "Done.",
    201: "Made.",
    202: "Accepted. The same for addresses that are known and unknown.",
    204: "Done; there is nothing to say.",
}


class AccountProblemSerializer(ProblemSerializer):
    """An error as RFC 9457 has it, with what some of them add."""

    attempts_left = serializers.IntegerField(required=False, help_text="With wrong-code only.")
    methods = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="With second-factor-required only: totp, recovery_codes, webauthn.",
    )
    csrf_token = serializers.CharField(
        required=False, help_text="With second-factor-required only, for browsers."
    )
    session_token = serializers.CharField(
        required=False,
        help_text="With second-factor-required only, for apps: the sign-in that waits.",
    )


class AccountSchema(AutoSchema):
    """Describes a method from the operation that the view names for it."""

    view: Any  # an AccountView

    @property
    def operation(self) -> Any:
        return self.view.operations[self.method.lower()]

    @property
    def is_read(self) -> bool:
        return self.method == "GET"

    def get_operation_id(self) -> str:
        return str(self.operation.id)

    def get_summary(self) -> str:
        return str(self.operation.summary)

    def get_description(self) -> str:  # type: ignore[override] # as drf-spectacular has it
        return str(self.operation.description)

    def get_tags(self) -> list[str]:
        return ["account"]

    def get_auth(self) -> list[dict[str, Any]]:
        browser: dict[str, Any] = (
            {"sessionCookie": []} if self.is_read else {"sessionCookie": [], "csrfToken": []}
        )
        signed_in = [browser, {"sessionToken": []}]
        if self.operation.is_for_account:
            return signed_in
        return [{} if self.is_read else {"csrfToken": []}, {"appClient": []}, *signed_in]

    def get_filter_backends(self) -> list[Any]:
        return []

    def get_override_parameters(self) -> list[Any]:
        described = [
            OpenApiParameter(
                name=parameter.name,
                type=parameter.schema,
                location=OpenApiParameter.QUERY,
                required=parameter.is_required,
                description=parameter.description,
            )
            for parameter in self.operation.parameters
        ]
        request_id = OpenApiParameter(
            name="X-Request-Id",
            type=str,
            location=OpenApiParameter.HEADER,
            description="Name of this request in our logs.",
            response=list(self.operation.answers),
        )
        retry_after = OpenApiParameter(
            name="Retry-After",
            type=int,
            location=OpenApiParameter.HEADER,
            description="After how many seconds the request may be repeated.",
            response=[429, 503],
        )
        return [*self.operation.path_parameters, *described, CLIENT, request_id, retry_after]

    def get_request_serializer(self) -> Any:
        return self.operation.accepts

    def get_response_serializers(self) -> Any:
        answers: dict[Any, Any] = {
            status: OpenApiResponse(
                serializer,
                description=DESCRIPTIONS[status],
                examples=self._examples(status) if serializer else [],
            )
            for status, serializer in self.operation.answers.items()
        }
        kinds = [*COMMON_PROBLEMS, *self.operation.problems]
        if not self.is_read:
            kinds += WRITING_PROBLEMS
        if self.operation.is_for_account:
            kinds.append(problems.UNAUTHENTICATED)
        if self.operation.limit:
            kinds.append(problems.TOO_MANY_REQUESTS)
        kinds = list(dict.fromkeys(kinds))
        path = self.path if "{" not in self.path else self.path.partition("{")[0]
        return answers | problem_responses(kinds, AccountProblemSerializer, instance=path)

    def get_examples(self) -> list[OpenApiExample]:
        value = example(f"{self.operation.id}.request")
        if value is None:
            return []
        return [OpenApiExample(self.operation.summary, value=value, request_only=True)]

    def _examples(self, status: int) -> list[OpenApiExample]:
        value = example(self.operation.id)
        return [OpenApiExample(self.operation.summary, value=value)] if value is not None else []
