from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.delivery import store
from cms.delivery.models import DocumentStatus
from tests.factories.delivery import make_document

pytestmark = [pytest.mark.django_db, pytest.mark.must_hold]

LIST = "/api/v1/articles/?locale=fr"


def get(client: Client, address: str, **headers: str):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers=headers)
    return response, len(queries)


class TestList:
    def test_is_newest_first_in_its_locale(self, client):
        older, newer = make_document(minutes=1), make_document(minutes=2)
        make_document(locale="ar", minutes=3)
        make_document("video", minutes=4)

        body = client.get(LIST).json()

        assert [item["id"] for item in body["data"]] == [str(newer.work), str(older.work)]
        assert body["page"] == {
            "limit": 20,
            "count": None,
            "has_more": False,
            "next_cursor": None,
        }
        assert body["links"]["next"] is None

    @pytest.mark.parametrize("locale", ["fr", "ar"])
    def test_of_nothing_is_an_empty_page(self, client, locale):
        response, queries = get(client, f"/api/v1/articles/?locale={locale}")

        assert response.status_code == 200
        assert response.json()["data"] == []
        assert response["X-Content-Seq"] == "0"
        assert queries == 1

    @pytest.mark.parametrize("amount", [1, 20, 100])
    def test_costs_one_query_whatever_its_size(self, client, amount):
        for minutes in range(amount):
            make_document(minutes=minutes)

        response, queries = get(client, f"{LIST}&limit={amount}")

        assert len(response.json()["data"]) == amount
        assert queries == 1

    def test_counts_when_asked_with_one_more_query(self, client):
        for minutes in range(3):
            make_document(minutes=minutes)

        response, queries = get(client, f"{LIST}&count=exact&limit=2")

        assert response.json()["page"]["count"] == 3
        assert queries == 2

    def test_answers_alike_with_and_without_the_final_slash(self, client):
        make_document()

        with_slash = client.get(LIST)
        without = client.get(LIST.replace("/?", "?"))

        assert with_slash.content == without.content
        assert with_slash["ETag"] == without["ETag"]

    @pytest.mark.parametrize("status", [DocumentStatus.WITHHELD, DocumentStatus.KILLED])
    def test_holds_back_what_is_not_usable(self, client, status):
        make_document(status=status)

        body = client.get(f"{LIST}&count=exact").json()

        assert body["data"] == []
        assert body["page"]["count"] == 0

    def test_holds_back_what_is_for_early_readers(self, client):
        make_document(audience="early")

        body = client.get(f"{LIST}&count=exact").json()

        assert body["data"] == []
        assert body["page"]["count"] == 0

    def test_hands_out_the_stored_bytes(self, client):
        document = make_document(title="Ŷ, ї, « 12 000 », l’été 🌍 \u2067عربي\u2069")

        assert bytes(document.card) in client.get(LIST).content


class TestPaging:
    def test_goes_through_equal_moments_without_gap_or_double(self, client):
        documents = {make_document(minutes=0).work for _ in range(25)}
        address, seen = f"{LIST}&limit=4", []

        while address:
            body = client.get(address).json()
            seen += [UUID(item["id"]) for item in body["data"]]
            address = body["links"]["next"]

        assert len(seen) == 25
        assert set(seen) == documents

    def test_is_not_moved_by_what_is_released_meanwhile(self, client):
        for minutes in range(4):
            make_document(minutes=minutes)
        first = client.get(f"{LIST}&limit=2").json()
        make_document(minutes=10)

        second = client.get(first["links"]["next"]).json()

        seen = [item["published_at"] for item in first["data"] + second["data"]]
        assert seen == sorted(seen, reverse=True)
        assert len(set(seen)) == 4

    def test_names_the_next_page_in_a_link_header(self, client):
        for minutes in range(3):
            make_document(minutes=minutes)

        response = client.get(f"{LIST}&limit=2")

        assert response["Link"] == f'<{response.json()["links"]["next"]}>; rel="next"'

    @pytest.mark.parametrize("other", ["/api/v1/videos/?locale=fr", "/api/v1/articles/?locale=ar"])
    def test_refuses_a_cursor_of_another_list(self, client, other):
        for minutes in range(3):
            make_document(minutes=minutes)
        cursor = client.get(f"{LIST}&limit=2").json()["page"]["next_cursor"]

        response = client.get(f"{other}&cursor={cursor}")

        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == "cursor"

    @pytest.mark.parametrize("cursor", ["", "x", "====", "é", "A" * 48, "A" * 500, "%00"])
    def test_refuses_a_made_up_cursor(self, client, cursor):
        response = client.get(f"{LIST}&cursor={cursor}")

        assert response.status_code == 400
        assert response.json()["errors"][0]["parameter"] == "cursor"


class TestConditionalList:
    def test_answers_304_with_one_query(self, client):
        make_document()
        first = client.get(LIST)

        response, queries = get(client, LIST, if_none_match=first["ETag"])

        assert response.status_code == 304
        assert response.content == b""
        assert response["ETag"] == first["ETag"]
        assert queries == 1

    def test_changes_its_tag_with_any_card(self, client):
        document = make_document()
        before = client.get(LIST)["ETag"]

        document.card, document.card_etag = b"{}", "other"
        document.save()

        assert client.get(LIST)["ETag"] != before

    def test_has_a_tag_for_each_set_of_parameters(self, client):
        make_document()
        tags = {client.get(LIST + more)["ETag"] for more in ("", "&limit=5", "&count=exact")}

        assert len(tags) == 3


def test_templates_read_the_same_cards(client):
    make_document(title="Été")

    page = store.list_cards("article", "fr", 10)

    assert [item["title"] for item in page.items] == ["Été"]
    assert not page.has_more
