"""The rows in the editor's form of a video."""

from fractions import Fraction
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from tests.factories.accounts import UserFactory
from tests.factories.news import index_of
from tests.factories.videos import VideoAssetFactory
from tests.staff import sign_in_staff
from tests.videos.shotlist.conftest import counted_asset, released_video
from videos.models import Shot, VideoAsset, VideoIndexPage, VideoPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    sign_in_staff(client, UserFactory(administrator=True))
    return client


def row(begin: str, end: str, **fields: Any) -> dict[str, Any]:
    blank = dict.fromkeys(
        ("description", "place", "restriction", "speaker", "language", "quote", "quote_rendering"),
        "",
    )
    return {**blank, "in_frame": begin, "out_frame": end, "kind": "shot", **fields}


def form_of(asset: VideoAsset | None, *rows: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": "Quay",
            "slug": "quay",
            "kind": "b_roll",
            "asset": asset.pk if asset else "",
            "synopsis": rich_text("<p></p>"),
            "shots": inline_formset(list(rows), initial=initial),
            "restrictions": inline_formset([]),
            "topics": inline_formset([]),
            "people": inline_formset([]),
            "comments": inline_formset([]),
            "action-publish": "action-publish",
        }
    )


def add(editor: Client, asset: VideoAsset | None, *rows: dict[str, Any]) -> Any:
    return editor.post(_add_url(), form_of(asset, *rows))


def save_itself(editor: Client, asset: VideoAsset, *rows: dict[str, Any]) -> Any:
    """Save as the editor does while somebody types."""
    form = form_of(asset, *rows)
    del form["action-publish"]
    return editor.post(_add_url(), form, headers={"accept": "application/json"})


def _add_url() -> str:
    section = index_of(VideoIndexPage)
    return reverse("wagtailadmin_pages:add", args=["videos", "videopage", section.pk])


def edit(editor: Client, video: VideoPage, asset: VideoAsset | None, *rows: dict[str, Any]) -> Any:
    url = reverse("wagtailadmin_pages:edit", args=[video.pk])
    return editor.post(url, form_of(asset, *rows, initial=video.shots.count()))


def row_errors(response: Any) -> list[dict[str, Any]]:
    formset = response.context["form"].formsets["shots"]
    return [{name: list(found) for name, found in each.items()} for each in formset.errors]


class TestTimecode:
    @pytest.mark.parametrize(
        ("rate", "facts", "typed", "frames"),
        [
            (Fraction(25), {}, ("10:00:01:00", "10:00:02:12"), (25, 62)),
            (
                Fraction(30000, 1001),
                {"start_frame": 1_078_920, "is_drop_frame": True, "frame_count": 9000},
                ("10:00:59;29", "10:01:00:02"),
                (1799, 1800),
            ),
            (
                Fraction(50),
                {"start_frame": 0, "frame_count": 9000},
                ("00:00:01:49", "200"),
                (99, 200),
            ),
        ],
    )
    def test_is_stored_as_frames_of_the_chosen_asset(
        self, editor, rate, facts, typed, frames
    ) -> None:
        response = add(editor, counted_asset(rate, **facts), row(*typed))

        assert response.status_code == 302
        shot = VideoPage.objects.get(title="Quay").shots.get()
        assert (shot.in_frame, shot.out_frame) == frames

    def test_is_shown_as_the_asset_counts(self, editor) -> None:
        video = released_video(Shot(in_frame=25, out_frame=62))

        html = editor.get(reverse("wagtailadmin_pages:edit", args=[video.pk])).content.decode()

        assert 'value="10:00:01:00"' in html
        assert 'value="10:00:02:12"' in html

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ("soon", "“soon” is no timecode. Write it like 10:00:00:00."),
            ("10:00:00:25", "“10:00:00:25” does not exist at 25.0 frames a second."),
            ("10:00:00;02", "is drop-frame timecode, and this recording counts every number"),
            ("09:59:59:24", "The file begins at 10:00:00:00."),
            ("10:01:00:01", "The file ends at 10:01:00:00."),
            ("999999999", "The file ends at 10:01:00:00."),
            ("9" * 5000, "is no timecode"),
            ("\x00", "is no timecode"),
        ],
    )
    def test_that_names_no_frame_of_the_file_is_explained(self, editor, typed, message) -> None:
        response = add(editor, counted_asset(), row(typed, "10:01:00:00"))

        assert message in row_errors(response)[0]["in_frame"][0]
        assert not VideoPage.objects.filter(title="Quay").exists()

    def test_must_run_forwards(self, editor) -> None:
        response = add(
            editor,
            counted_asset(),
            row("10:00:01:00", "10:00:02:00"),
            row("10:00:05:00", "10:00:05:00"),
        )

        assert row_errors(response) == [
            {},
            {"out_frame": ["The out point must come after the in point."]},
        ]

    def test_cannot_be_read_without_an_asset(self, editor) -> None:
        response = add(editor, None, row("10:00:01:00", "10:00:02:00"))

        assert "Choose the video asset" in row_errors(response)[0]["in_frame"][0]
        assert b'value="10:00:01:00"' in response.content


class TestWarnings:
    def test_are_told_when_the_page_is_saved(self, editor) -> None:
        rows = [row("0", "100"), row("90", "200")]

        response = add(editor, counted_asset(), *rows)

        told = [str(message) for message in get_messages(response.wsgi_request)]
        assert "Row 2 (10:00:03:15) begins before Row 1 (10:00:00:00) has ended." in told

    def test_are_not_told_of_a_shotlist_in_order(self, editor) -> None:
        response = add(editor, counted_asset(), row("0", "100"), row("100", "200"))

        told = [str(message) for message in get_messages(response.wsgi_request)]
        assert not any("Row" in text for text in told)

    def test_are_not_collected_while_the_page_saves_itself(self, editor) -> None:
        rows = [row("0", "100"), row("90", "200")]

        response = save_itself(editor, counted_asset(), *rows)

        assert response.json()["success"]
        assert not list(get_messages(response.wsgi_request))


class TestRows:
    def test_are_kept_in_order_of_time(self, editor) -> None:
        add(
            editor,
            counted_asset(),
            row("10:00:05:00", "10:00:06:00", description="Second"),
            row("10:00:00:00", "10:00:05:00", description="First"),
        )

        shots = VideoPage.objects.get(title="Quay").shots.order_by("sort_order")
        assert [shot.description for shot in shots] == ["First", "Second"]

    def test_survive_when_the_asset_is_taken_away(self, editor) -> None:
        video = released_video(Shot(in_frame=25, out_frame=62, description="Tugs"))
        shot = video.shots.get()

        response = edit(editor, video, None, row("25", "62", id=shot.pk, description="Tugs"))

        assert response.status_code == 302
        kept = VideoPage.objects.get(pk=video.pk).shots.get()
        assert (kept.in_frame, kept.out_frame, kept.description) == (25, 62, "Tugs")

    def test_that_a_shorter_file_does_not_hold_do_not_hinder_saving(self, editor) -> None:
        video = released_video(Shot(in_frame=1400, out_frame=1500, description="Tugs"))
        shot = video.shots.get()
        shorter = counted_asset(frame_count=1000)

        response = edit(
            editor, video, shorter, row("10:00:56:00", "10:01:00:00", id=shot.pk, description="Tug")
        )

        assert response.status_code == 302
        assert VideoPage.objects.get(pk=video.pk).shots.get().description == "Tug"

    def test_are_refused_when_they_are_moved_beyond_the_file(self, editor) -> None:
        video = released_video(Shot(in_frame=0, out_frame=100))
        shot = video.shots.get()

        response = edit(editor, video, video.asset, row("0", "1501", id=shot.pk))

        assert row_errors(response)[0]["out_frame"] == ["The file ends at 10:01:00:00."]

    def test_get_something_to_translate_for_a_quote_in_a_draft(self, editor) -> None:
        video = released_video()
        bite = row("0", "50", kind="soundbite", language="en", quote="We open.")

        edit(editor, video, video.asset, bite)

        draft = VideoPage.objects.get(pk=video.pk).get_latest_revision_as_object()
        assert draft.shots.get().quote_rendering == "We open."

    @pytest.mark.parametrize("tag", ["english", "e", "zz", "en; DROP", "-", "fr-"])
    def test_refuse_what_is_no_language(self, editor, tag) -> None:
        response = add(editor, counted_asset(), row("0", "50", language=tag))

        assert "Write a language code" in row_errors(response)[0]["language"][0]

    def test_wait_for_a_file_that_was_not_read_yet(self, editor) -> None:
        response = add(editor, VideoAssetFactory(), row("0", "50", description="Tugs"))

        assert response.status_code == 302
        assert VideoPage.objects.get(title="Quay").shots.get().out_frame == 50

    def test_are_read_with_an_asset_that_does_not_exist(self, editor) -> None:
        ghost = VideoAsset(pk=999_999, collection_id=1)

        response = add(editor, ghost, row("10:00:00:00", "10:00:01:00"))

        assert "asset" in response.context["form"].errors
