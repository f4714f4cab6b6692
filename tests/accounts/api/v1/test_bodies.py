"""Bad input is a clear error: never a 500, and nothing is done."""

import pytest
from django.test import Client

from cms.core.models import OutboxMessage

pytestmark = [pytest.mark.django_db, pytest.mark.must_hold]

ADDRESS = "/api/v1/account/register"


@pytest.fixture
def send():
    """Return what an app sends, byte for byte."""
    http = Client(headers={"X-Client": "app"}, raise_request_exception=False)

    def post(body: bytes, content_type: str = "application/json", **extra):
        return http.generic("POST", ADDRESS, body, content_type=content_type, **extra)

    return post


def assert_refused(response, status: int, slug: str):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response["Content-Language"] == "en"
    assert response["Cache-Control"] == "no-store"
    assert response.json()["type"].endswith(f"/{slug}/")
    assert not OutboxMessage.objects.exists()
    return response.json()


class TestBody:
    @pytest.mark.parametrize(
        "body",
        [
            b"{",
            b"[]",
            b"null",
            b'"x"',
            b"\xff\xfe",
            b"\xef\xbb\xbf{}",
            b'{"email": NaN}',
            b'{"email": Infinity}',
            b'{"terms_version": 1e999}',
            b'{"terms_version": ' + b"9" * 5_000 + b"}",
            b'{"email": "\\ud800@example.org"}',
            b"[" * 30_000,
            b'{"a":' * 1_000 + b"1" + b"}" * 1_000,
        ],
    )
    def test_that_is_no_json_object_is_a_400(self, send, body):
        response = send(body)

        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"

    @pytest.mark.parametrize(
        "content_type",
        ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"],
    )
    def test_of_another_type_is_a_415(self, send, content_type):
        assert_refused(send(b"email=a", content_type), 415, "unsupported-media-type")

    def test_of_ten_megabytes_is_a_413(self, send):
        assert_refused(send(b" " * 10_000_000), 413, "content-too-large")

    def test_of_ten_megabytes_as_a_form_is_a_413(self, send):
        form = b"email=" + b"a" * 10_000_000

        assert_refused(send(form, "application/x-www-form-urlencoded"), 413, "content-too-large")

    @pytest.mark.parametrize("length", ["x", "-1", "9" * 5_000, "65537"])
    def test_of_a_strange_length_is_a_413(self, send, length):
        assert_refused(send(b"{}", CONTENT_LENGTH=length), 413, "content-too-large")

    def test_that_comes_in_chunks_is_not_taken_for_an_empty_one(self, send):
        response = send(b"", HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="")

        assert "Content-Length" in assert_refused(response, 400, "bad-request")["detail"]

    def test_may_be_marked_as_utf8(self, send):
        assert send(b"{}", "application/json; charset=utf-8").json()["errors"]


class TestFields:
    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            (b"{}", "/email", "required"),
            (b'{"email": null}', "/email", "null"),
            (b'{"email": 12}', "/email", "invalid"),
            (b'{"email": ["a@example.org"]}', "/email", "invalid"),
            (b'{"email": {"a": 1}}', "/email", "invalid"),
            (b'{"email": true}', "/email", "invalid"),
            (b'{"email": "nobody"}', "/email", "invalid"),
            (b'{"email": "a@example.org\\nBcc: b@example.org"}', "/email", "invalid"),
            (b'{"email": "a\\u0000@example.org"}', "/email", "null_characters_not_allowed"),
            (b'{"email": "' + b"a" * 300 + b'@example.org"}', "/email", "max_length"),
            (b'{"password": 123456789012}', "/password", "invalid"),
            (b'{"password": "' + b"a" * 5_000 + b'"}', "/password", "max_length"),
            (b'{"password": "a\\u0000b"}', "/password", "null_characters_not_allowed"),
            (b'{"terms_version": "1"}', "/terms_version", "invalid"),
            (b'{"terms_version": true}', "/terms_version", "invalid"),
            (b'{"terms_version": 1.0}', "/terms_version", "invalid"),
            (b'{"terms_version": -1}', "/terms_version", "min_value"),
            (b'{"terms_version": 99999999999999999999}', "/terms_version", "max_value"),
            (b'{"locale": "tlh"}', "/locale", "invalid_choice"),
            (b'{"locale": 1}', "/locale", "invalid_choice"),
            (b'{"locale": []}', "/locale", "invalid_choice"),
            (b'{"first_name": "Ann\\r\\nBcc: x"}', "/first_name", "control_character"),
            (b'{"first_name": "www.evil.example"}', "/first_name", "link"),
            (b'{"country_code": "QQ"}', "/country_code", "invalid"),
            (b'{"next": {}}', "/next", "invalid"),
            (b'{"emial": 1}', "/emial", "unknown"),
            (b'{"email": 1, "email": 2}', "/email", "duplicate"),
            (b'{"a/b~c": 1}', "/a~1b~0c", "unknown"),
        ],
    )
    def test_that_are_wrong_are_named(self, send, body, pointer, code):
        problem = assert_refused(send(body), 400, "invalid-input")

        assert (pointer, code) in [(fault["pointer"], fault["code"]) for fault in problem["errors"]]

    def test_that_are_unknown_name_the_nearest(self, send):
        problem = send(b'{"pasword": "x"}').json()

        assert 'Did you mean "password"?' in problem["errors"][0]["detail"]

    def test_are_all_told_at_once(self, send):
        problem = send(b'{"terms_version": "x", "foo": 1}').json()

        assert {fault["pointer"] for fault in problem["errors"]} == {
            "/foo",
            "/email",
            "/password",
            "/terms_version",
        }

    @pytest.mark.parametrize("typed", ["\u200fann@example.org\u200e", " Ann@Example.ORG "])
    def test_are_cleaned_of_what_nobody_sees(self, send, typed):
        body = f'{{"email": "{typed}", "password": "Harbour-Lantern-4827"}}'

        assert send(body.encode()).status_code == 202
        assert OutboxMessage.objects.get().to == "ann@example.org"

    @pytest.mark.parametrize("address", ["ann+press@example.org", "ann@bücher.example"])
    def test_take_every_address_that_mail_goes_to(self, send, address):
        body = f'{{"email": "{address}", "password": "Harbour-Lantern-4827 🧊"}}'.replace(" ", "")

        assert send(body.encode()).status_code == 202


class TestAddresses:
    @pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
    def test_answer_only_what_they_offer(self, client, method):
        response = getattr(client, method)(ADDRESS)

        assert response.status_code == 405
        assert response["Allow"] == "POST, OPTIONS"
        assert response["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("path", ["x", "session/x", "", "register/x/", "%00", "me/x"])
    @pytest.mark.parametrize("method", ["get", "post", "delete"])
    def test_that_do_not_exist_are_a_404_nobody_keeps(self, client, method, path):
        response = getattr(client, method)(f"/api/v1/account/{path}")

        assert_refused(response, 404, "not-found")

    def test_take_no_unknown_parameter(self, client):
        response = client.get("/api/v1/account/session?email=a")

        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == "email"

    def test_that_are_too_long_are_a_414(self, client):
        response = client.get("/api/v1/account/session", QUERY_STRING="a" * 100_000)

        assert response.status_code == 414

    def test_take_no_client_that_wants_no_json(self, client):
        response = client.get("/api/v1/account/session", headers={"accept": "text/html"})

        assert response.status_code == 406

    def test_answer_head_where_get_is_offered(self, client):
        response = client.head("/api/v1/account/session")

        assert response.status_code == 200
        assert response.content == b""
        assert int(response["Content-Length"]) > 0


def test_a_fault_of_ours_tells_nothing(send, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError("secret words")

    monkeypatch.setattr("accounts.services.registration.register", fail)

    response = send(b'{"email": "ann@example.org", "password": "Harbour-Lantern-4827"}')

    problem = assert_refused(response, 500, "server-error")
    assert "secret" not in response.text
    assert "Harbour" not in caplog.text
    assert problem["request_id"] in caplog.text
