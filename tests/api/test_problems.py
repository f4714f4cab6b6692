"""Every error under /api/ is a problem document, whatever was sent."""

import pytest
from django.test import Client

from cms.api import middleware
from cms.core.api import problems

pytestmark = [pytest.mark.django_db, pytest.mark.must_hold]

WORK = "7a1c0a52-52f1-4c1f-9a51-3f0f5d2f7e10"
LANGUAGES = ["", "fr", "ar,en;q=0.5"]


def assert_is_problem(response, status: int, slug: str):
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    problem = response.json()
    assert problem["type"].endswith(f"/api/docs/problems/{slug}/")
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == response["X-Request-Id"]
    return problem


class TestUnknownAddress:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize(
        "path", ["/api", "/api/", "/api/v1/nothing", "/api/v2/articles/", "/api/x/"]
    )
    def test_is_a_404_and_never_a_redirect(self, client, path, language):
        response = client.get(path, headers={"accept-language": language})

        assert_is_problem(response, 404, "not-found")

    @pytest.mark.parametrize("path", ["/api/%00", "/api/v1/%ff%fe", "/api/v1/%ed%a0%80/x"])
    def test_may_hold_any_bytes(self, client, path):
        assert_is_problem(client.get(path), 404, "not-found")


class TestMethods:
    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    @pytest.mark.parametrize("path", ["/api/v1/articles/", "/api/v1/locales", "/api/v1/resolve"])
    def test_other_than_reading_is_a_405(self, path, method):
        client = Client(enforce_csrf_checks=True)

        response = getattr(client, method)(path, data=b"{}", content_type="application/json")

        assert_is_problem(response, 405, "method-not-allowed")
        assert response["Allow"] == "GET, HEAD, OPTIONS"

    def test_options_lets_any_origin_read(self, client):
        response = client.options("/api/v1/articles/", headers={"origin": "https://example.org"})

        assert response.status_code == 204
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        assert response["Allow"] == "GET, HEAD, OPTIONS"


class TestParameters:
    @pytest.mark.parametrize(
        ("query", "parameter", "code"),
        [
            ("", "locale", "required"),
            ("locale=", "locale", "invalid"),
            ("locale=xx", "locale", "invalid"),
            ("locale=FR", "locale", "invalid"),
            ("locale=fr%00", "locale", "invalid"),
            ("locale=fr&locale=fr", "locale", "duplicate"),
            ("locale=fr&limit=0", "limit", "invalid"),
            ("locale=fr&limit=101", "limit", "invalid"),
            ("locale=fr&limit=-1", "limit", "invalid"),
            ("locale=fr&limit=1.5", "limit", "invalid"),
            ("locale=fr&limit=٣", "limit", "invalid"),
            ("locale=fr&limit=", "limit", "invalid"),
            ("locale=fr&count=yes", "count", "invalid"),
            ("locale=fr&offset=20", "offset", "unknown"),
            ("locale=fr&format=json", "format", "unknown"),
            ("locale=fr&%ff=1", "\ufffd", "unknown"),
        ],
    )
    def test_are_refused_by_name(self, client, query, parameter, code):
        response = client.get(f"/api/v1/articles/?{query}")

        problem = assert_is_problem(response, 400, "invalid-parameter")
        assert problem["errors"][0]["parameter"] == parameter
        assert problem["errors"][0]["code"] == code

    @pytest.mark.parametrize(
        ("query", "hint"),
        [("locale=fr&limt=5", "limit"), ("lcale=fr", "locale"), ("locale=fr-FR", "fr")],
    )
    def test_name_the_nearest(self, client, query, hint):
        problem = client.get(f"/api/v1/articles/?{query}").json()

        assert f'Did you mean "{hint}"?' in problem["errors"][0]["detail"]

    def test_are_all_told_at_once(self, client):
        problem = client.get("/api/v1/articles/?limit=0&foo=1").json()

        assert [fault["parameter"] for fault in problem["errors"]] == ["limit", "foo", "locale"]

    @pytest.mark.parametrize(
        "path",
        [
            "articles/",
            "articles/7a1c0a52-52f1-4c1f-9a51-3f0f5d2f7e10/",
            "resolve",
            "",
            "locales",
            "menus/x",
        ],
    )
    def test_unknown_ones_are_refused_everywhere(self, client, path):
        problem = client.get(f"/api/v1/{path}?fields=id").json()

        assert problem["errors"][0]["parameter"] == "fields"


class TestSizes:
    @pytest.mark.parametrize("path", ["/api/v1/articles/", "/api/v1/nothing", "/api/docs/"])
    def test_a_huge_query_string_is_a_414(self, client, path):
        response = client.get(path, QUERY_STRING="locale=fr&x=" + "a" * 10_000_000)

        assert_is_problem(response, 414, "uri-too-long")

    def test_many_parameters_are_a_414(self, client):
        response = client.get("/api/v1/articles/", QUERY_STRING="a=1&" * 20_000)

        assert_is_problem(response, 414, "uri-too-long")

    def test_a_huge_path_is_a_414(self, client):
        assert_is_problem(client.get("/api/v1/" + "a" * 100_000), 414, "uri-too-long")


class TestAccept:
    @pytest.mark.parametrize(
        "accept",
        ["*/*", "application/json", "text/html,application/xhtml+xml,*/*;q=0.8", "application/*"],
    )
    def test_what_takes_json_is_served(self, client, accept):
        response = client.get("/api/v1/articles/?locale=fr", headers={"accept": accept})

        assert response.status_code == 200

    @pytest.mark.parametrize(
        "accept", ["text/html", "application/xml", "application/json;q=0, */*", "*/*;q=0.0"]
    )
    def test_what_rules_json_out_is_a_406(self, client, accept):
        response = client.get("/api/v1/articles/?locale=fr", headers={"accept": accept})

        assert_is_problem(response, 406, "not-acceptable")


class TestFailures:
    def test_in_our_code_are_a_500_with_the_logged_id(self, client, monkeypatch, caplog):
        def fail(*args, **kwargs):
            raise RuntimeError("secret words")

        monkeypatch.setattr("cms.delivery.store.list_cards", fail)
        client.raise_request_exception = False

        response = client.get("/api/v1/articles/?locale=fr")

        problem = assert_is_problem(response, 500, "server-error")
        assert "secret" not in response.content.decode()
        assert problem["request_id"] in caplog.text

    def test_in_finding_the_address_are_a_500(self, client, monkeypatch):
        monkeypatch.setattr(middleware, "resolver", lambda: 1 / 0)
        client.raise_request_exception = False

        assert_is_problem(client.get("/api/v1/articles/"), 500, "server-error")


class TestFullStack:
    """Endpoints that take the whole stack answer errors the same way."""

    @pytest.fixture(autouse=True)
    def _full_stack(self, settings):
        settings.API_FULL_STACK_PREFIXES = ("/api/v1/account",)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_an_unknown_address_is_a_404(self, client, language):
        response = client.get("/api/v1/account/x", headers={"accept-language": language})

        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"


def test_request_ids_of_a_proxy_are_kept(client):
    response = client.get("/api/v1/x", headers={"x-request-id": "proxy-12345678"})

    assert response["X-Request-Id"] == "proxy-12345678"


@pytest.mark.parametrize("given", ["short", "with space 1234", "é" * 12, "x" * 65])
def test_request_ids_of_other_shapes_are_replaced(client, given):
    response = client.get("/api/v1/x", headers={"x-request-id": given})

    assert response["X-Request-Id"] != given


def test_every_status_has_one_general_problem():
    assert set(problems.BY_STATUS) >= {400, 401, 403, 404, 405, 406, 410, 413, 414, 415, 429, 500}
