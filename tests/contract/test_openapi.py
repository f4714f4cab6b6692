"""The committed description fits the code, is valid, and every answer fits it."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from drf_spectacular.drainage import GENERATOR_STATS
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from cms.api import description
from tests.contract.newsroom import Newsroom
from tests.contract.operations import addresses

# Other kinds' cards stand where a card may be of any kind: these say more than the common part.
OPEN_SHAPES = {"Card"}
ANSWER_FILES = {"get_shotlist_file", "get_metadata_file"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(description.FILE.read_text("utf-8"))


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        operation["operationId"]: operation
        for path in document["paths"].values()
        for operation in path.values()
    }


def reading(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the operations that need nobody to be signed in."""
    found = operations(document)
    return {name: found[name] for name in found if found[name]["tags"] != ["account"]}


def closed(document: dict[str, Any]) -> dict[str, Any]:
    """Return the components with members that nobody described forbidden."""
    components = json.loads(json.dumps(document["components"]))
    for name, schema in components["schemas"].items():
        if "properties" in schema and name not in OPEN_SHAPES:
            schema["additionalProperties"] = False
    return components


class TestDocument:
    def test_is_what_the_code_describes(self):
        call_command("build_openapi", "--check")

    def test_is_made_without_a_warning(self):
        GENERATOR_STATS.reset()
        description.build()

        assert not GENERATOR_STATS._warn_cache
        assert not GENERATOR_STATS._error_cache

    def test_is_valid(self, document):
        assert document["openapi"] == "3.1.1"
        assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []

    def test_is_served_without_a_query(self, client, document):
        response = client.get("/api/v1/openapi.json")

        assert response["Content-Type"] == "application/json"
        assert response.json() == document
        again = client.get("/api/v1/openapi.json", headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304

    def test_gives_every_operation_a_name_of_its_own(self, document):
        total = sum(len(path) for path in document["paths"].values())

        assert len(operations(document)) == total

    def test_describes_the_errors_of_every_operation(self, document):
        for operation in reading(document).values():
            assert {"200", "304", "400", "405", "406", "414", "429", "500"} <= set(
                operation["responses"]
            )

    def test_tells_blocks_apart_by_their_type(self, document):
        block = document["components"]["schemas"]["Block"]

        assert block["discriminator"]["propertyName"] == "type"
        assert len(block["discriminator"]["mapping"]) == len(block["oneOf"]) == 11

    def test_names_no_host_of_an_installation(self):
        text = description.FILE.read_text("utf-8")

        assert "127.0.0.1" not in text
        assert "localhost" not in text

    def test_leads_to_no_private_file(self):
        assert "masters" not in description.FILE.read_text("utf-8")


class TestAnswers:
    def test_fit_their_description_and_say_nothing_else(self, client, document, newsroom: Newsroom):
        components = closed(document)
        for name, address in addresses(newsroom).items():
            found = operations(document)[name]["responses"]["200"]["content"]
            schema = {**found["application/json"]["schema"], "components": components}
            validator = Draft202012Validator(schema, format_checker=FormatChecker())

            faults = list(validator.iter_errors(client.get(address).json()))

            assert faults == [], f"{name}: {faults[0].message} at {faults[0].json_path}"

    @pytest.mark.parametrize(
        "address",
        [
            "/api/v1/articles/",
            "/api/v1/articles/x/?locale=fr",
            "/api/v1/articles/7a1c0a52-52f1-4c1f-9a51-3f0f5d2f7e10/?locale=fr",
            "/api/v1/resolve/?path=/nowhere/",
            "/api/nothing",
        ],
    )
    @pytest.mark.django_db
    def test_that_are_problems_fit_theirs(self, client, document, address):
        schema = {"$ref": "#/components/schemas/Problem", "components": closed(document)}

        problem = client.get(address).json()

        assert list(Draft202012Validator(schema).iter_errors(problem)) == []

    def test_for_a_missing_translation_fit_theirs(self, client, document, newsroom):
        schema = {"$ref": "#/components/schemas/Problem", "components": closed(document)}
        work = newsroom.video.translation_key

        problem = client.get(f"/api/v1/videos/{work}/?locale=uk").json()

        assert problem["alternates"][0]["locale"] == "en"
        assert list(Draft202012Validator(schema).iter_errors(problem)) == []

    def test_given_as_examples_fit_their_description(self, document):
        components = closed(document)
        answering_json = {
            name: operation["responses"]["200"]["content"]["application/json"]
            for name, operation in reading(document).items()
            if name not in ANSWER_FILES
        }
        for name, found in answering_json.items():
            validator = Draft202012Validator({**found["schema"], "components": components})
            for example in found["examples"].values():
                faults = list(validator.iter_errors(example["value"]))
                assert faults == [], f"{name}: {faults[0].message}"
