"""The readable documentation: complete, reachable, and without any outside host."""

import re

import pytest

from cms.api import description
from cms.core.api.problems import PROBLEM_TYPES


class TestIndex:
    def test_shows_every_operation(self, client):
        page = client.get("/api/docs/").content.decode()

        for path in ("/api/v1/articles/", "/api/v1/resolve/", "/api/v1/menus/{handle}/"):
            assert f"GET {path}" in page

    def test_answers_without_the_final_slash(self, client):
        assert client.get("/api/docs").content == client.get("/api/docs/").content

    def test_loads_nothing_from_elsewhere(self, client):
        response = client.get("/api/docs/")

        loaded = re.findall(r'(?:src|href)="([^"#]+)"', response.content.decode())
        assert all(address.startswith(("/api/", "/static/", "data:,")) for address in loaded)
        assert "<script" not in response.content.decode()
        assert "script-src" not in response["Content-Security-Policy"]
        assert response["Content-Security-Policy"].startswith("default-src 'none'")

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_is_only_read(self, client, method):
        response = getattr(client, method)("/api/docs/")

        assert response.status_code == 405
        assert response["Content-Type"] == "application/problem+json"


class TestProblemPages:
    @pytest.mark.parametrize("slug", PROBLEM_TYPES)
    def test_explain_each_problem(self, client, slug, settings):
        kind = PROBLEM_TYPES[slug]
        address = kind.uri.removeprefix(settings.BASE_URL)

        response = client.get(address)

        assert response.status_code == 200
        assert kind.title in response.content.decode()

    def test_of_unknown_problems_are_problems(self, client):
        response = client.get("/api/docs/problems/nothing/")

        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"


def test_every_problem_of_the_description_has_a_page():
    named = set(re.findall(r"/api/docs/problems/([a-z-]+)/", description.FILE.read_text("utf-8")))

    assert named
    assert named <= set(PROBLEM_TYPES)
