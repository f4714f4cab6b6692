"""The OpenAPI document: how it is made, and the committed file that is served."""

import json
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

PROBLEM_JSON = "application/problem+json"
FILE = Path(__file__).parent / "openapi.json"

# Which value ``type`` has in the JSON of a kind; the serializers only know that it is a word.
KIND_OF_COMPONENT = {
    f"{name}{suffix}": kind
    for name, kind in {
        "Article": "article",
        "Programme": "programme",
        "Video": "video",
        "Topic": "topic",
        "Person": "person",
        "Place": "place",
        "Home": "home",
        "Listing": "listing",
        "Menu": "menu",
    }.items()
    for suffix in ("", "Card")
}


def build() -> str:
    """Return the OpenAPI document of the public API as text, always the same for the same code."""
    with translation.override("en"):
        document = SchemaGenerator(urlconf="cms.api.urls").get_schema(request=None, public=True)
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


@cache
def committed() -> tuple[bytes, str]:
    """Return the served document and its ETag."""
    content = FILE.read_bytes()
    return content, blake2b(content, digest_size=12).hexdigest()


def tidy(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Say what the serializers cannot, and say nothing twice (a hook of drf-spectacular)."""
    schemas = result["components"]["schemas"]
    for name, kind in KIND_OF_COMPONENT.items():
        if name in schemas:
            schemas[name]["properties"]["type"] = {"type": "string", "const": kind}
    _drop_bookkeeping(schemas)
    responses: dict[str, Any] = {}
    headers: dict[str, Any] = {}
    for path in result["paths"].values():
        for operation in path.values():
            _share(operation["responses"], responses, headers)
    result["components"] |= {"responses": responses, "headers": headers}
    return result


def _drop_bookkeeping(node: Any) -> None:
    """Remove enum ids, and descriptions that only repeat the values."""
    if isinstance(node, list):
        for item in node:
            _drop_bookkeeping(item)
    if not isinstance(node, dict):
        return
    node.pop("x-spec-enum-id", None)
    values = node.get("enum")
    if isinstance(values, list):
        repeated = "\n".join(f"* `{value}` - {value}" for value in values)
        if node.get("description") == repeated:
            del node["description"]
    for item in node.values():
        _drop_bookkeeping(item)


def _share(answers: dict[str, Any], responses: dict[str, Any], headers: dict[str, Any]) -> None:
    """Move problems and headers to the shared components and refer to them."""
    for status, answer in answers.items():
        for name, header in answer.get("headers", {}).items():
            headers[name] = header
            answer["headers"][name] = {"$ref": f"#/components/headers/{name}"}
        problem = answer.get("content", {}).get(PROBLEM_JSON)
        if problem:
            shape = problem["schema"]["$ref"].rsplit("/", 1)[1].removesuffix("Problem")
            slugs = [example["summary"] for example in problem["examples"].values()]
            problem["examples"] = dict(zip(slugs, problem["examples"].values(), strict=True))
            name = shape + "Or".join(slug.title().replace("-", "") for slug in slugs)
            responses[name] = answer
            answers[status] = {"$ref": f"#/components/responses/{name}"}
