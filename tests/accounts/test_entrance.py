"""The entrance of a web process to what changes accounts."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.http import UnreadablePostError
from django.test import Client, RequestFactory

from accounts import entrance
from accounts.doors import AccountDoorMiddleware
from accounts.entrance import Entrance, EntranceFullError
from tests.factories.accounts import PASSWORD

PLACES = 3
FORM = {"email": "ada@example.org", "password": PASSWORD}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Entrance:
    """Return the entrance of this process."""
    monkeypatch.setattr(entrance, "_entrances", [])
    entrance.open_entrance(places=PLACES)
    current = entrance.current_entrance()
    assert current is not None
    return current


@pytest.fixture
def full(opened: Entrance) -> Iterator[None]:
    """Let others take every place."""
    with ExitStack() as others:
        for _ in range(PLACES):
            others.enter_context(opened.place())
        yield


class TestEntrance:
    def test_lets_one_in_at_a_time(self) -> None:
        opened, at_work, alone = Entrance(places=20), threading.Lock(), []

        def work(number: int) -> None:
            with opened.place(), opened.turn():
                alone.append(at_work.acquire(blocking=False))
                at_work.release()

        with ThreadPoolExecutor(10) as people:
            list(people.map(work, range(200)))

        assert alone == [True] * 200

    def test_refuses_at_once_when_all_places_are_taken(self, opened: Entrance, full: None) -> None:
        with pytest.raises(EntranceFullError), opened.place():
            pass

    def test_frees_the_place_of_what_fails(self, opened: Entrance) -> None:
        for _ in range(PLACES + 1):
            with pytest.raises(KeyError), opened.place(), opened.turn():
                raise KeyError

    def test_is_there_in_web_processes_alone(self) -> None:
        assert entrance.current_entrance() is None


@pytest.mark.django_db
class TestFullEntrance:
    @pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_is_explained_on_a_page(
        self, client: Client, full: None, locale: str, direction: str
    ) -> None:
        response = client.post(f"/{locale}/account/sign-in/", FORM)

        page = BeautifulSoup(response.content, "html.parser")
        assert (response.status_code, response["Retry-After"]) == (503, "2")
        assert response["Cache-Control"] == "private, no-store"
        assert (page.html["lang"], page.html["dir"]) == (locale, direction)

    @pytest.mark.parametrize("name", ["session", "register", "verify"])
    def test_is_a_problem_for_programs(self, client: Client, full: None, name: str) -> None:
        response = client.post(f"/api/v1/account/{name}", FORM, content_type="application/json")

        assert (response.status_code, response["Retry-After"]) == (503, "2")
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["type"].endswith("/service-busy/")

    @pytest.mark.parametrize(
        "path", ["/en/account/sign-in/", "/api/v1/account/session", "/en/", "/api/v1/"]
    )
    def test_keeps_nobody_from_reading(self, client: Client, full: None, path: str) -> None:
        assert client.get(path).status_code == 200

    def test_keeps_nobody_from_hearing_that_a_form_is_too_large(
        self, client: Client, full: None
    ) -> None:
        response = client.post("/en/account/sign-in/", {"email": "a" * 1_100_000})

        assert response.status_code == 413

    def test_has_room_again_afterwards(self, client: Client, opened: Entrance) -> None:
        statuses = [
            client.post("/en/account/sign-in/", {"email": "a"}).status_code
            for _ in range(PLACES + 1)
        ]

        assert statuses == [422] * (PLACES + 1)


class TestSlowSenders:
    def test_wait_without_holding_the_turn(self, rf: RequestFactory, opened: Entrance) -> None:
        request = rf.post("/en/account/sign-in/", FORM)
        turns: list[bool] = []

        class Slow(BytesIO):
            def read(self, *size: int) -> bytes:
                turns.append(opened._turn.locked())
                raise UnreadablePostError

        request._stream = Slow()
        response = AccountDoorMiddleware(lambda request: None)(request)

        assert turns == [False]
        assert response.status_code == 400
