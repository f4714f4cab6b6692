from uuid import UUID, uuid4

import orjson
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.delivery import store
from cms.delivery.models import Address, Document, DocumentStatus, Tombstone
from tests.factories.delivery import make_document

pytestmark = [pytest.mark.django_db, pytest.mark.must_hold]

WORK = UUID("7a1c0a52-52f1-4c1f-9a51-3f0f5d2f7e10")


def get(client: Client, address: str, **headers: str):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers=headers)
    return response, len(queries)


def address_of(document: Document, collection: str = "articles") -> str:
    return f"/api/v1/{collection}/{document.work}/?locale={document.locale}"


class TestDetail:
    @pytest.mark.parametrize("locale", ["fr", "ar"])
    def test_puts_the_stored_bytes_into_the_envelope(self, client, locale):
        document = make_document(locale=locale)

        response, queries = get(client, address_of(document))

        body = response.json()
        assert queries == 1
        assert bytes(document.body) in response.content
        assert body["data"] == orjson.loads(bytes(document.body))
        assert body["meta"] == {"requested_locale": locale}
        assert body["links"]["self"].endswith(address_of(document))

    def test_says_what_caches_and_crawlers_ask(self, client):
        document = make_document()

        response = client.get(address_of(document))

        assert response["Content-Type"] == "application/json"
        assert response["Content-Language"] == "fr"
        assert response["Last-Modified"] == "Fri, 01 Mar 2030 09:00:00 GMT"
        assert response["X-Content-Seq"] == "7"
        assert response["Cache-Tag"] == f"w:{document.work.hex},k:article:fr"
        assert response["Surrogate-Key"] == f"w:{document.work.hex} k:article:fr"
        assert 'rel="alternate"; hreflang="fr"' in response["Link"]

    def test_encodes_addresses_in_the_link_header(self, client):
        document = make_document("article", "uk", slug="україна")

        link = client.get(address_of(document))["Link"]

        assert "%D1%83%D0%BA%D1%80" in link

    def test_answers_304_with_one_query(self, client):
        document = make_document()
        tag = client.get(address_of(document))["ETag"]

        for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            response, queries = get(client, address_of(document), if_none_match=given)

            assert response.status_code == 304
            assert response.content == b""
            assert response["ETag"] == tag
            assert queries == 1

    def test_answers_in_full_when_the_tag_is_another(self, client):
        document = make_document()

        response, _ = get(client, address_of(document), if_none_match='"other", W/"more"')

        assert response.status_code == 200

    def test_has_no_etag_for_what_is_not_there(self, client):
        response, _ = get(client, f"/api/v1/articles/{WORK}/?locale=fr", if_none_match="*")

        assert response.status_code == 404
        assert "ETag" not in response


class TestAbsence:
    def test_of_an_unknown_work_is_a_short_lived_404(self, client):
        response = client.get(f"/api/v1/articles/{WORK}/?locale=fr")

        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=5"
        assert response.json()["type"].endswith("/api/docs/problems/not-found/")

    def test_in_one_language_names_the_others(self, client):
        document = make_document(locale="ar", work=WORK)

        response = client.get(f"/api/v1/articles/{WORK}/?locale=fr")

        problem = response.json()
        assert response.status_code == 404
        assert problem["type"].endswith("/translation-missing/")
        assert [item["locale"] for item in problem["alternates"]] == ["ar"]
        assert problem["alternates"][0]["path"] == document.path

    def test_of_another_kind_is_a_404(self, client):
        document = make_document("video")

        response = client.get(address_of(document, "articles"))

        assert response.status_code == 404
        assert "alternates" not in response.json()

    def test_after_a_withdrawal_is_a_410_with_its_notice(self, client):
        Tombstone.objects.create(
            audience="public", work=WORK, locale="fr", kind="article", notice="Retirée."
        )

        response = client.get(f"/api/v1/articles/{WORK}/?locale=fr")

        assert response.status_code == 410
        assert response.json()["notice"] == "Retirée."
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=5"

    @pytest.mark.parametrize("status", [DocumentStatus.WITHHELD, DocumentStatus.KILLED])
    def test_of_what_is_withheld_is_a_410_without_the_reason(self, client, status):
        document = make_document(status=status)
        Document.objects.update(reason="for staff")

        response = client.get(address_of(document))

        assert response.status_code == 410
        assert b"for staff" not in response.content

    def test_of_what_only_early_readers_have_is_a_404(self, client):
        document = make_document(audience="early")

        response = client.get(address_of(document))

        assert response.status_code == 404
        assert "alternates" not in response.json()

    @pytest.mark.parametrize(
        "identifier", ["1", "not-a-uuid", WORK.hex, f"{{{WORK}}}", "%00", "é", "x" * 300]
    )
    def test_of_a_malformed_id_is_a_400(self, client, identifier):
        response = client.get(f"/api/v1/articles/{identifier}/?locale=fr")

        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == "id"


class TestResolve:
    def test_finds_a_page_with_one_query(self, client):
        document = make_document()

        response, queries = get(client, f"/api/v1/resolve?path={document.path}")

        assert response.json()["data"]["kind"] == "page"
        assert response.json()["data"]["document"]["id"] == str(document.work)
        assert queries == 1

    def test_takes_paths_as_browsers_write_them(self, client):
        document = make_document("article", "uk", slug="україна")

        for path in ("/uk/україна", "/uk/%D1%83%D0%BA%D1%80%D0%B0%D1%97%D0%BD%D0%B0/"):
            response = client.get("/api/v1/resolve/", {"path": path})

            assert response.json()["data"]["document"]["id"] == str(document.work)

    def test_follows_an_old_address_to_the_new_one(self, client):
        document = make_document()
        Address.objects.create(
            audience="public",
            site_id=document.site_id,
            locale="fr",
            path="/fr/ancien/",
            state="redirect",
            document=document,
        )

        data = client.get("/api/v1/resolve?path=/fr/ancien/").json()["data"]

        assert data["kind"] == "redirect"
        assert data["status"] == 301
        assert data["location"] == document.path

    def test_says_when_a_page_is_gone(self, client):
        document = make_document()
        Address.objects.update(state="gone", document=None, notice="Retirée.")

        response = client.get(f"/api/v1/resolve?path={document.path}")

        assert response.status_code == 410
        assert response.json()["notice"] == "Retirée."

    @pytest.mark.parametrize("status", [DocumentStatus.WITHHELD, DocumentStatus.KILLED])
    def test_does_not_show_what_is_not_usable(self, client, status):
        document = make_document(status=status)

        assert client.get(f"/api/v1/resolve?path={document.path}").status_code == 404

    @pytest.mark.parametrize("path", ["/fr/nowhere/", "/", "/xx/", "/fr/%2500/", "/%ff/"])
    def test_knows_nothing_else(self, client, path):
        assert client.get(f"/api/v1/resolve?path={path}").status_code == 404

    @pytest.mark.parametrize("query", ["", "path=", "path=fr", "path=/%00", "path=//x&path=/y"])
    def test_refuses_what_is_not_a_path(self, client, query):
        response = client.get(f"/api/v1/resolve?{query}")

        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == "path"


class TestMenusAndLocales:
    def test_a_menu_is_found_by_its_handle(self, client):
        make_document("menu", slug="header", items=[{"title": "Accueil"}])
        make_document("menu", "ar", slug="header")

        response, queries = get(client, "/api/v1/menus/header?locale=fr")

        assert response.json()["data"]["items"] == [{"title": "Accueil"}]
        assert queries == 1

    def test_an_unknown_menu_is_a_404(self, client):
        assert client.get("/api/v1/menus/nope/?locale=fr").status_code == 404

    def test_locales_name_themselves_and_their_public_home(self, client):
        home = make_document("home", "ar")

        response, queries = get(client, "/api/v1/locales/")

        locales = {item["locale"]: item for item in response.json()["data"]}
        assert list(locales) == ["en", "fr", "uk", "ar"]
        assert locales["ar"]["dir"] == "rtl"
        assert locales["ar"]["path"] == home.path
        assert locales["fr"]["path"] is None
        assert queries == 1

    def test_chrome_is_one_query(self, django_assert_num_queries):
        make_document("menu", slug="header")
        make_document("menu", slug="footer")
        make_document("site", organisation="Exemple")
        make_document("site", "ar")

        with django_assert_num_queries(1):
            chrome = store.chrome("fr")

        assert set(chrome.menus) == {"header", "footer"}
        assert chrome.site is not None
        assert chrome.site["organisation"] == "Exemple"


def test_ids_are_never_guessable_numbers(client):
    make_document(work=uuid4())

    assert client.get("/api/v1/articles/1/?locale=fr").status_code == 400
