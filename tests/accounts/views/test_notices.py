"""Editing legal notices."""

import pytest
from django.urls import reverse
from wagtail.models import Locale

from accounts.models import LegalNotice, NoticeEdition
from accounts.services import role_specs
from accounts.services.roles import group_of, set_up_roles
from tests.factories.accounts import UserFactory
from tests.factories.notices import notice, publish
from tests.staff import sign_in_staff

pytestmark = pytest.mark.django_db

VIEWS = "wagtailsnippets_accounts_legalnotice"
DRAFT_BODY = (
    '{"blocks": [{"key": "a", "type": "unstyled", "text": "Credit us.", "depth": 0,'
    ' "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'
)


def editor_of(role):
    set_up_roles()
    return UserFactory(editor=True, roles=[group_of(role)])


def form(**values):
    return {"kind": "terms", "title": "Terms", "body": DRAFT_BODY, "change_note": ""} | values


class TestLegalNoticeViewSet:
    def test_publishes_what_an_administrator_writes(self, client):
        sign_in_staff(client, editor_of(role_specs.ADMINISTRATOR))
        english = Locale.objects.get(language_code="en")

        client.post(
            reverse(f"{VIEWS}:add") + f"?locale={english.language_code}",
            form(**{"action-publish": "yes", "is_substantive": "on"}),
        )

        edition = NoticeEdition.objects.get()
        assert (edition.version, edition.locale, edition.title) == (1, "en", "Terms")
        assert "Credit us." in edition.body_html

    def test_lets_a_translator_write_but_not_publish(self, client):
        sign_in_staff(client, editor_of(role_specs.translator("fr")))
        draft = notice("fr")

        client.post(
            reverse(f"{VIEWS}:edit", args=[draft.pk]),
            form(title="Conditions", **{"action-publish": "yes"}),
        )

        draft.refresh_from_db()
        assert draft.get_latest_revision_as_object().title == "Conditions"
        assert not NoticeEdition.objects.exists()

    def test_keeps_the_kind_of_a_notice(self, client):
        sign_in_staff(client, editor_of(role_specs.ADMINISTRATOR))
        draft = notice()
        publish(draft)

        response = client.post(reverse(f"{VIEWS}:edit", args=[draft.pk]), form(kind="privacy"))

        assert response.status_code == 200
        assert LegalNotice.objects.get().kind == "terms"

    def test_allows_one_of_each_kind_and_language(self, client):
        sign_in_staff(client, editor_of(role_specs.ADMINISTRATOR))
        notice()

        client.post(reverse(f"{VIEWS}:add") + "?locale=en", form())

        assert LegalNotice.objects.count() == 1

    def test_begins_later_when_that_is_planned(self, client):
        sign_in_staff(client, editor_of(role_specs.ADMINISTRATOR))
        draft = notice()

        client.post(
            reverse(f"{VIEWS}:edit", args=[draft.pk]),
            form(**{"action-publish": "yes", "go_live_at": "2099-01-01 08:00"}),
        )

        assert not NoticeEdition.objects.exists()
        assert (
            draft.revisions.get(approved_go_live_at__isnull=False).approved_go_live_at.year == 2099
        )

    @pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_previews_a_draft_as_readers_would_see_it(self, client, locale, direction):
        sign_in_staff(client, editor_of(role_specs.ADMINISTRATOR))
        draft = notice(locale, body="<h2>Use</h2>")
        address = reverse(f"{VIEWS}:preview_on_edit", args=[draft.pk])
        client.post(address, form())

        page = client.get(address, {"in_preview_panel": "true"}).content.decode()

        assert f'<html lang="{locale}" dir="{direction}"' in page
        assert "Credit us." in page


class TestTakingBack:
    """Readers keep what was published, so the editor offers nothing that says otherwise."""

    @pytest.fixture
    def published(self, client):
        sign_in_staff(client, UserFactory(administrator=True))
        draft = notice()
        publish(draft)
        return draft

    def test_is_not_offered(self, client, published):
        pages = [
            client.get(reverse(f"{VIEWS}:list")).text,
            client.get(reverse(f"{VIEWS}:edit", args=[published.pk])).text,
        ]

        for page in pages:
            assert f"/unpublish/{published.pk}/" not in page
            assert f"/delete/{published.pk}/" not in page
            assert 'name="expire_at"' not in page
        assert "data-bulk-action-checkbox" not in pages[0]

    @pytest.mark.parametrize("action", ["unpublish", "delete"])
    def test_is_refused(self, client, published, action):
        address = reverse(f"{VIEWS}:edit", args=[published.pk]).replace("/edit/", f"/{action}/")

        assert client.post(address).status_code in {302, 404}

        published.refresh_from_db()
        assert published.live

    def test_is_refused_for_several_at_once(self, client, published):
        address = reverse("wagtail_bulk_action", args=["accounts", "legalnotice", "delete"])

        client.post(f"{address}?id={published.pk}&next=/cms/")

        assert LegalNotice.objects.filter(pk=published.pk).exists()
