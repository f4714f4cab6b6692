"""The two kinds of client. Each answer they get is compared with the description of the API."""

import json
import re
from abc import ABC, abstractmethod
from functools import cache
from typing import Any

from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from cms.api import description

ROOT = "/api/v1/account/"


class AccountClient(ABC):
    """Sends JSON to the account API."""

    def __init__(self, **headers: str) -> None:
        self.http = Client(enforce_csrf_checks=True, headers=headers)

    def get(self, path: str, **headers: str) -> Any:
        return self._send("GET", path, None, headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("POST", path, body, headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("PATCH", path, body, headers)

    def delete(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send("DELETE", path, body, headers)

    def sign_in(self, user: Any, password: str) -> Any:
        response = self.post("session", {"email": user.email, "password": password})
        assert response.status_code == 200, response.content
        return response

    def is_signed_in(self) -> bool:
        response = self.get("session")
        return response.status_code == 200 and response.json()["authenticated"]

    @abstractmethod
    def own_headers(self, method: str) -> dict[str, str]:
        """Return what proves to the service who asks."""

    @abstractmethod
    def learn(self, content: Any) -> None:
        """Remember what the next request needs."""

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        response = self.http.generic(
            method,
            ROOT + path,
            b"" if body is None else json.dumps(body),
            content_type="application/json",
            headers=self.own_headers(method) | headers,
        )
        assert_described(method, path.partition("?")[0], response)
        content = response.json() if response.content else {}
        if isinstance(content, dict):
            self.learn(content)
        return response


class BrowserClient(AccountClient):
    """Keeps cookies, and asks for the CSRF token before the first request that needs it."""

    csrf_token = ""

    def own_headers(self, method: str) -> dict[str, str]:
        if method != "GET" and not self.csrf_token:
            self.get("session")
        return {"X-CSRFToken": self.csrf_token}

    def learn(self, content: dict[str, Any]) -> None:
        self.csrf_token = content.get("csrf_token") or self.csrf_token


class AppClient(AccountClient):
    """Keeps the token that answers carry."""

    token = ""

    def own_headers(self, method: str) -> dict[str, str]:
        return {"X-Client": "app"} | ({"X-Session-Token": self.token} if self.token else {})

    def delete(self, path: str, body: Any = None, **headers: str) -> Any:
        response = super().delete(path, body, **headers)
        if path == "session" and response.status_code == 204:
            self.token = ""
        return response

    def learn(self, content: dict[str, Any]) -> None:
        if "session_token" in content:
            self.token = content["session_token"] or ""


def assert_described(method: str, path: str, response: Any) -> None:
    """Compare an answer with the description: its status, its shape, and nothing more."""
    assert response["Cache-Control"] == "no-store"
    assert response["X-Request-Id"]
    operation = find_operation(method, ROOT + path.strip("/") + "/")
    if operation is None:
        assert response.status_code in {404, 405}, response.content
        return
    assert str(response.status_code) in operation["responses"], response.content
    answer = operation["responses"][str(response.status_code)]
    if "$ref" in answer:
        answer = components()["responses"][answer["$ref"].rsplit("/", 1)[1]]
    content = answer.get("content", {}).get(response.get("Content-Type", ""))
    if content is None:
        assert response.content == b"", "an answer of a type that is not described"
        return
    schema = {**content["schema"], "components": components()}
    faults = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(
        response.json()
    )
    assert [f"{fault.json_path}: {fault.message}" for fault in faults] == []


def find_operation(method: str, path: str) -> dict[str, Any] | None:
    for template, operations in document()["paths"].items():
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and method.lower() in operations:
            return operations[method.lower()]
    return None


@cache
def document() -> dict[str, Any]:
    return json.loads(description.FILE.read_text("utf-8"))


@cache
def components() -> dict[str, Any]:
    """Return the components with members that nobody described forbidden."""
    found = json.loads(json.dumps(document()["components"]))
    for schema in found["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return found
