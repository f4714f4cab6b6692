"""Rights in the editor's form of a video."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from tests.factories.accounts import UserFactory
from tests.factories.news import index_of
from tests.staff import sign_in_staff
from videos.models import VideoIndexPage, VideoPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    sign_in_staff(client, UserFactory(administrator=True))
    return client


def form_of(*rules: dict[str, Any], **fields: Any) -> dict[str, Any]:
    media = {f"restrictions-{number}-media": row.pop("media") for number, row in enumerate(rules)}
    form: dict[str, Any] = nested_form_data(
        {
            "title": "Quay",
            "slug": "quay",
            "kind": "b_roll",
            "asset": "",
            "synopsis": rich_text("<p></p>"),
            "shots": inline_formset([]),
            "restrictions": inline_formset(list(rules)),
            "topics": inline_formset([]),
            "people": inline_formset([]),
            "comments": inline_formset([]),
            **fields,
        }
    )
    return form | media


def add(editor: Client, *rules: dict[str, Any], **fields: Any) -> Any:
    section = index_of(VideoIndexPage)
    url = reverse("wagtailadmin_pages:add", args=["videos", "videopage", section.pk])
    return editor.post(url, form_of(*rules, **fields))


def rule(kind: str = "forbidden", territories: str = "", media: tuple[str, ...] = ()) -> dict:
    return {"kind": kind, "territories": territories, "media": list(media)}


def draft() -> VideoPage:
    video: VideoPage = VideoPage.objects.get(slug="quay").get_latest_revision_as_object()
    return video


def test_countries_are_typed_by_name_or_code_and_media_ticked(editor: Client) -> None:
    add(
        editor,
        rule(territories="France; be"),
        rule("only", media=("broadcast", "online")),
        no_archive="on",
        usage_ends_at="2099-12-03 23:59",
    )

    video = draft()
    rows = [(row.kind, row.territories, row.media) for row in video.restrictions.all()]
    assert rows == [("forbidden", ["FR", "BE"], []), ("only", [], ["broadcast", "online"])]
    assert video.no_archive
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[video.pk])).content.decode()
    assert 'value="France; Belgium"' in page
    assert "No use in France and Belgium. Only for broadcast and online media." in page


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        (rule(territories="France; Atlantis"), "territories", "“Atlantis” is no country."),
        (rule(media=("telepathy",)), "media", "telepathy"),
        (rule(), "__all__", "A rule without either says nothing."),
    ],
)
def test_what_cannot_be_meant_is_refused(editor: Client, row, field: str, words: str) -> None:
    response = add(editor, row, **{"action-publish": "action-publish"})

    (errors,) = response.context["form"].formsets["restrictions"].errors
    assert words in " ".join(errors[field])
    assert not VideoPage.objects.filter(slug="quay").exists()


def test_a_use_that_ends_before_it_begins_is_refused(editor: Client) -> None:
    response = add(editor, embargoed_until="2099-12-03 10:00", usage_ends_at="2099-12-03 09:00")

    errors = response.context["form"].errors["usage_ends_at"]
    assert errors == ["The use must end after the embargo."]
