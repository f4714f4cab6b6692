"""The readable documentation of the API, drawn from the OpenAPI document. No outside host."""

import json
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from cms.api import description
from cms.core.api import problems
from cms.core.api.problems import PROBLEM_TYPES, Problem
from cms.delivery.api import parameters, responses

# The page has its own style sheet and nothing else: no script, no frame, no form.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "frame-ancestors 'none'"
)
CACHE_CONTROL = "public, max-age=60, s-maxage=60"
JSON = "application/json"
JSON_LINK = "/api/v1/openapi.json"

type View = Callable[..., HttpResponseBase]


def read_only(view: View) -> View:
    """Offer GET, HEAD and OPTIONS without parameters, as the rest of the API does."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return responses.preflight(request)
        if request.method not in ("GET", "HEAD"):
            raise Problem(problems.METHOD_NOT_ALLOWED, headers={"Allow": responses.ALLOWED_METHODS})
        parameters.read(request, ())
        return view(request, **kwargs)

    return guarded


@read_only
def openapi(request: HttpRequest) -> HttpResponseBase:
    """Send the committed OpenAPI document."""
    content, etag = description.committed()
    body = None if responses.is_not_modified(request, etag) else content
    headers = responses.prepare({"Cache-Control": CACHE_CONTROL})
    return responses.ready(request, etag=etag, body=body, seq=None, headers=headers)


@read_only
def index(request: HttpRequest) -> HttpResponseBase:
    """Show every operation and every shape."""
    return _page(request, _index())


@read_only
def problem(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Explain one kind of problem; this is what a problem's ``type`` leads to."""
    kind = PROBLEM_TYPES.get(slug)
    if kind is None:
        raise Problem(problems.NOT_FOUND)
    others = [other for other in PROBLEM_TYPES.values() if other is not kind]
    return _page(request, render_to_string("api/problem.html", {"kind": kind, "others": others}))


@cache
def _index() -> str:
    document = json.loads(description.committed()[0])
    tags: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            described = _operation(path, method.upper(), operation, document)
            tags.setdefault(operation["tags"][0], []).append(described)
    context: dict[str, Any] = {
        "title": document["info"]["title"],
        "description": document["info"]["description"],
        "json_link": JSON_LINK,
        "tags": [
            {"name": name, "operations": sorted(operations, key=_by_path)}
            for name, operations in tags.items()
        ],
        "problems": PROBLEM_TYPES.values(),
        "shapes": [
            _shape(name, schema) for name, schema in document["components"]["schemas"].items()
        ],
    }
    return render_to_string("api/docs.html", context)


def _operation(
    path: str, method: str, operation: dict[str, Any], document: dict[str, Any]
) -> dict[str, Any]:
    answers = []
    shared = document["components"]["responses"]
    for status, own in operation["responses"].items():
        answer = shared[_name(own["$ref"])] if "$ref" in own else own
        found = answer.get("content", {}).get(JSON, {})
        answers.append(
            {
                "status": status,
                "description": answer["description"],
                "shape": _shape_of(found),
                "example": _example_of(found),
            }
        )
    body = operation.get("requestBody", {}).get("content", {}).get(JSON, {})
    return {
        "id": operation["operationId"],
        "method": method,
        "path": path,
        "summary": operation["summary"],
        "description": operation["description"],
        "parameters": [
            {
                "name": parameter["name"],
                "where": parameter["in"],
                "is_required": parameter.get("required", False),
                "type": _type(parameter["schema"]),
                "default": parameter["schema"].get("default"),
                "description": parameter.get("description", ""),
            }
            for parameter in sorted(operation["parameters"], key=_prominence)
        ],
        "body": _shape_of(body),
        "body_example": _example_of(body),
        "answers": answers,
        "example": next((answer["example"] for answer in answers if answer["example"]), ""),
    }


def _shape_of(content: dict[str, Any]) -> str:
    """Return the shape of a body, or nothing when there is no body."""
    reference = content.get("schema", {}).get("$ref")
    return _name(reference) if reference else ""


def _example_of(content: dict[str, Any]) -> str:
    examples = [item["value"] for item in content.get("examples", {}).values()]
    return json.dumps(examples[0], indent=2, ensure_ascii=False) if examples else ""


def _prominence(parameter: dict[str, Any]) -> tuple[bool, bool]:
    """Sort what must be given first, and headers last."""
    return (not parameter.get("required", False), parameter["in"] == "header")


def _shape(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    required = schema.get("required", ())
    return {
        "name": name,
        "description": schema.get("description", ""),
        "choices": [_name(option["$ref"]) for option in schema.get("oneOf", ())],
        "members": [
            {
                "name": member,
                "type": _type(content),
                "shapes": sorted(set(_references(content))),
                "is_required": member in required,
                "description": content.get("description", ""),
            }
            for member, content in schema.get("properties", {}).items()
        ],
    }


def _type(schema: dict[str, Any]) -> str:
    """Return a schema as one would say it."""
    if "$ref" in schema:
        return _name(schema["$ref"])
    if "oneOf" in schema:
        return " or ".join(_type(option) for option in schema["oneOf"])
    if "enum" in schema:
        return ", ".join(json.dumps(value) for value in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    kinds = schema.get("type", "any")
    words = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    return f"{words} ({schema['format']})" if "format" in schema else words


def _references(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [name for item in schema for name in _references(item)]
    if not isinstance(schema, dict):
        return []
    own = [_name(schema["$ref"])] if "$ref" in schema else []
    return own + [name for item in schema.values() for name in _references(item)]


def _name(reference: str) -> str:
    return reference.rsplit("/", 1)[1]


def _page(request: HttpRequest, html: str) -> HttpResponseBase:
    response = HttpResponse(html)
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response["Cache-Control"] = CACHE_CONTROL
    return responses.finish(response, request)


def _by_path(operation: dict[str, Any]) -> tuple[str, str]:
    return operation["path"], operation["method"]
