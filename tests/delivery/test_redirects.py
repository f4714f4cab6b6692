"""Editors' redirects, as readers find them."""

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from cms.delivery import store
from cms.delivery.models import Address
from cms.delivery.rebuilding import rebuild
from news.models import ArticlePage


def target_of(path: str) -> str | None:
    found = store.resolve(path)
    return found.location if found is not None and found.state == "redirect" else None


class TestRedirectToAnAddress:
    @pytest.mark.parametrize("old", ["/en/ball", "/ball", "/ar/حفل"])
    def test_leads_readers_there(self, newsroom: None, client: Client, old: str) -> None:
        Redirect.add_redirect(old, redirect_to="https://example.org/ball")

        page = client.get(old + "/")
        resolved = client.get("/api/v1/resolve", {"path": old}).json()

        assert (page.status_code, page["Location"]) == (301, "https://example.org/ball")
        assert resolved["data"]["location"] == "https://example.org/ball"

    def test_follows_its_changes_and_its_deletion(self, newsroom: None) -> None:
        redirect = Redirect.add_redirect("/en/ball", redirect_to="https://example.org/ball")

        redirect.old_path = "/en/dance"
        redirect.save()

        assert target_of("/en/ball/") is None
        assert target_of("/en/dance/") == "https://example.org/ball"
        redirect.delete()
        assert store.resolve("/en/dance/") is None

    def test_gives_way_to_a_page_and_returns_after_it(
        self, publish: Callable[..., ArticlePage]
    ) -> None:
        Redirect.add_redirect("/en/ice-report", redirect_to="https://example.org/ice")

        article = publish("Ice report")
        while_public = store.resolve("/en/ice-report/")
        article.unpublish()

        assert while_public is not None
        assert while_public.state == "page"
        assert target_of("/en/ice-report/") == "https://example.org/ice"


class TestRedirectToAPage:
    def test_exists_only_while_the_page_is_delivered(
        self, write: Callable[..., ArticlePage]
    ) -> None:
        article = write("Ice report")
        Redirect.add_redirect("/en/ice", redirect_to=article)
        before = store.resolve("/en/ice/")

        article.save_revision().publish()
        while_public = target_of("/en/ice/")
        article.refresh_from_db()
        article.unpublish()
        after = target_of("/en/ice/")
        article.save_revision().publish()

        assert (before, while_public, after) == (None, "/en/ice-report/", None)
        assert target_of("/en/ice/") == "/en/ice-report/"

    def test_is_put_back_by_a_rebuild(self, publish: Callable[..., ArticlePage]) -> None:
        Redirect.add_redirect("/en/ice", redirect_to=publish("Ice report"))
        Address.objects.filter(path="/en/ice/").delete()

        rebuild()

        assert target_of("/en/ice/") == "/en/ice-report/"
