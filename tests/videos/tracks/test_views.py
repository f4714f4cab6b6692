"""The editor's pages of timed text."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.videos import (
    TrackFactory,
    VideoAssetFactory,
    VideoPageFactory,
    some_cues,
)
from tests.videos.pipeline.timed_text.files import stl, ttml
from tests.videos.tracks.desk import asset, client, track, url
from videos.models import Track, VideoAsset
from videos.pipeline.timed_text.cues import Cue
from videos.pipeline.timed_text.srt import write_subrip
from videos.pipeline.timed_text.vtt import write_webvtt
from videos.serving.sources import find_file

__all__ = ["asset", "client", "track"]

pytestmark = pytest.mark.django_db

FILE = write_webvtt(some_cues()).encode()
CUE = Cue(start_ms=200, end_ms=600, text="Été")
NAMES = ("edit", "change", "delete", "cues", "check")


def fields(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "subtitles", "language": "fr", "label": "", "encoding": "", "version": 1,
        "is_published": "on", **changes,
    }  # fmt: skip


def upload(content: bytes = FILE, name: str = "film.vtt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def page(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def messages(client: Client, response: Any) -> str:
    return page(client.get(response["Location"])).select_one(".messages").text


class TestAdding:
    def _add(self, client: Client, asset: VideoAsset, **changes: Any) -> Any:
        return client.post(reverse("video_tracks:add", args=[asset.uuid]), fields(**changes))

    def test_takes_the_cues_of_a_file(self, client: Client, asset: VideoAsset) -> None:
        response = self._add(client, asset, file=upload(), language="FR-ca", label="Québec")

        track = Track.objects.get()
        assert response["Location"] == url("edit", track)
        assert (track.language, track.label, track.source_format) == ("fr-CA", "Québec", "webvtt")
        assert list(track.cues) == some_cues()
        assert "2 cues" in messages(client, response)

    def test_begins_without_a_file(self, client: Client, asset: VideoAsset) -> None:
        self._add(client, asset, kind="transcript", is_published="")

        track = Track.objects.get()
        assert (track.kind, track.cue_count, track.is_published) == ("transcript", 0, False)

    def test_tells_what_was_guessed_and_moved(self, client: Client, asset: VideoAsset) -> None:
        asset.rate_numerator, asset.rate_denominator, asset.start_frame = 25, 1, 36_000 * 25
        asset.save()
        start = 36_000_000
        content = write_subrip([Cue(start_ms=start, end_ms=start + 900, text="Привіт")])

        response = self._add(
            client, asset, language="uk", file=upload(content.encode("windows-1251"))
        )

        told = messages(client, response)
        assert "It was read as Windows-1251." in told
        assert "They were moved by 10:00:00.000" in told
        assert Track.objects.get().cues[0] == Cue(start_ms=0, end_ms=900, text="Привіт")

    @pytest.mark.parametrize(
        ("changes", "field", "message"),
        [
            ({"language": "klingon"}, "language", "is no language code"),
            ({"language": ""}, "language", "required"),
            ({"file": upload(b"Dear all")}, "file", "no WebVTT, SubRip, TTML or EBU STL"),
            (
                {"file": upload(b"WEBVTT\n\n00:01.000 --> soon\na\n")},
                "file",
                "Line 3: This time cannot be read: “00:01.000 --> soon”.",
            ),
            ({"file": upload(FILE), "encoding": "utf-16"}, "file", "cannot be read as utf-16"),
            ({"file": upload(b"a" * (5 * 1024 * 1024 + 1))}, "file", "larger than 5.0"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_the_rest(
        self, client: Client, asset: VideoAsset, changes: Any, field: str, message: str
    ) -> None:
        response = self._add(client, asset, **{"label": "Mine", **changes})

        answer = page(response)
        assert message in answer.select_one(f".w-field__wrapper:has([name={field}])").text
        assert answer.select_one("[name=label]")["value"] == "Mine"
        assert not Track.objects.exists()

    @pytest.mark.parametrize(
        ("content", "source_format"),
        [
            (write_subrip([CUE]).encode("utf-8-sig"), "subrip"),
            (write_webvtt([CUE]).encode("utf-16"), "webvtt"),
            (ttml('<p begin="00:00:00.200" end="00:00:00.600">Été</p>'), "ttml"),
            (stl([("10:00:00:05", "10:00:00:15", b"\xc2Et\xc2e")]), "stl"),
        ],
    )
    def test_reads_every_format_and_gives_webvtt_and_subrip_back(
        self, client: Client, asset: VideoAsset, content: bytes, source_format: str
    ) -> None:
        VideoPageFactory(asset=asset, published=True)

        self._add(client, asset, file=upload(content, "subtitles.bin"))

        track = Track.objects.get()
        assert track.source_format == source_format
        for extension, clock in (("vtt", "00:00.200 --> "), ("srt", "00:00:00,200 --> ")):
            file = find_file(f"/media/tracks/{track.uuid}.{extension}", "")
            assert file is not None
            text = file.content.decode()
            assert clock in text
            assert "Été" in text

    def test_wants_one_track_of_a_kind_in_a_language(self, client: Client, track: Track) -> None:
        response = self._add(client, track.asset, file=upload())

        assert "has such a track in this language already" in response.content.decode()
        assert Track.objects.count() == 1

    def test_offers_the_languages_by_name(self, client: Client, asset: VideoAsset) -> None:
        answer = page(client.get(reverse("video_tracks:add", args=[asset.uuid])))

        listed = answer.select_one(f"#{answer.select_one('[name=language]')['list']}")
        assert listed.select_one("option[value=uk]").string == "Ukrainian"


class TestChanging:
    def test_replaces_the_cues_when_that_is_confirmed(self, client: Client, track: Track) -> None:
        other = upload(write_webvtt([Cue(start_ms=0, end_ms=900, text="Autre")]).encode())
        refused = client.post(url("change", track), fields(file=other))
        assert "Tick this to replace" in refused.content.decode()
        assert Track.objects.get().version == 1

        other.seek(0)
        client.post(url("change", track), fields(file=other, replace="on"))

        stored = Track.objects.get()
        assert ([cue.text for cue in stored.cues], stored.version) == (["Autre"], 2)

    def test_refuses_to_replace_what_somebody_has_just_saved(
        self, client: Client, track: Track
    ) -> None:
        Track.objects.update(version=2)

        response = client.post(url("change", track), fields(file=upload(), replace="on"))

        assert "has just changed the cues" in response.content.decode()

    def test_takes_the_mark_of_the_machine_away(self, client: Client, track: Track) -> None:
        Track.objects.update(is_machine_made=True)

        client.post(url("change", track), fields(label="Relu"))

        stored = Track.objects.get()
        assert (stored.is_machine_made, stored.label, stored.cue_count) == (False, "Relu", 2)


class TestDeleting:
    def test_asks_first(self, client: Client, track: Track) -> None:
        question = page(client.get(url("delete", track))).text
        assert "2 cues" in question
        assert Track.objects.exists()

        response = client.post(url("delete", track))

        assert not Track.objects.exists()
        assert "was deleted" in messages(client, response)


class TestEditing:
    def _post(self, client: Client, name: str, track: Track, content: Any) -> Any:
        body = content if isinstance(content, (bytes, str)) else json.dumps(content)
        return client.post(url(name, track), body, content_type="application/json")

    def test_shows_player_and_cues_to_the_script(self, client: Client, track: Track) -> None:
        answer = page(client.get(url("edit", track)))

        beginning = json.loads(answer.select_one("#track-beginning").string)
        assert beginning["cues"][0] == {
            "start": 0, "end": 400, "text": "Le bac part à l’aube.", "speaker": "Élodie",
            "settings": "",
        }  # fmt: skip
        assert (beginning["version"], beginning["language"]) == (1, "fr")
        assert [fault["fault"] for fault in beginning["faults"]] == [
            "too_short", "too_fast", "too_short", "too_fast",
        ]  # fmt: skip
        assert "/media/signed/" in answer.select_one("video")["src"]

    def test_works_without_a_preview(self, client: Client) -> None:
        track = TrackFactory(asset=VideoAssetFactory())

        answer = page(client.get(url("edit", track)))

        assert answer.select_one("video") is None
        assert "no preview yet" in answer.text

    def test_saves_in_order_and_clean(self, client: Client, track: Track) -> None:
        answer = self._post(
            client, "cues", track,
            {
                "version": 1,
                "cues": [
                    {"start": 500, "end": 900, "text": " b <i>open ", "speaker": " A \n B "},
                    {"start": 0, "end": None, "text": "a\u0000", "settings": "line:0 evil:1"},
                ],
            },
        )  # fmt: skip

        assert answer.status_code == 200
        assert answer.json()["version"] == 2
        assert answer.json()["cues"] == [
            {"start": 0, "end": None, "text": "a", "speaker": "", "settings": "line:0"},
            {"start": 500, "end": 900, "text": "b <i>open</i>", "speaker": "A B", "settings": ""},
        ]
        assert [fault["fault"] for fault in answer.json()["faults"]] == ["no_end", "too_short"]
        assert Track.objects.get().cues == (
            Cue(start_ms=0, end_ms=None, text="a", settings="line:0"),
            Cue(start_ms=500, end_ms=900, text="b <i>open</i>", speaker="A B"),
        )

    def test_says_who_was_first(self, client: Client, track: Track) -> None:
        first = UserFactory(editor=True, first_name="Olena", last_name="Koval")
        Track.objects.update(version=4, updated_by=first)

        answer = self._post(client, "cues", track, {"version": 1, "cues": []})

        assert answer.status_code == 409
        assert (answer.json()["version"], answer.json()["saved_by"]) == (4, str(first))
        assert len(answer.json()["cues"]) == 2
        assert Track.objects.get().cue_count == 2

    def test_checks_without_saving_in_the_order_of_the_page(
        self, client: Client, track: Track
    ) -> None:
        answer = self._post(
            client, "check", track,
            {"cues": [{"start": 900, "end": 800, "text": "b"}, {"start": 0, "end": 900}]},
        )  # fmt: skip

        assert answer.json()["faults"] == [
            {"cue": 0, "fault": "ends_before_start",
             "text": "It ends before it starts. Players assume an end."},
            {"cue": 1, "fault": "no_text", "text": "There is no text. Players leave it out."},
        ]  # fmt: skip
        assert Track.objects.get().version == 1

    @pytest.mark.parametrize("name", ["cues", "check"])
    @pytest.mark.parametrize(
        "content",
        [
            "", "no json", "[]", "{}", '{"version": 1, "cues": 3}', "[" * 100_000,
            '{"version": 1, "cues": [4]}',
            '{"version": 1, "cues": [{"start": true, "end": 1}]}',
            '{"version": 1, "cues": [{"start": 1.5, "end": 2}]}',
            '{"version": 1, "cues": [{"start": "1", "end": 2}]}',
            '{"version": 1, "cues": [{"start": -1, "end": 2}]}',
            '{"version": 1, "cues": [{"start": 1, "end": 360000000}]}',
            '{"version": 1, "cues": [{"start": 1, "end": 2, "text": 5}]}',
            '{"version": 1, "cues": [{"start": 1, "end": 2, "text": "%s"}]}' % ("a" * 20_000),
            b"\xff\xfe",
        ],
    )  # fmt: skip
    def test_refuses_what_is_no_list_of_cues(
        self, client: Client, track: Track, name: str, content: Any
    ) -> None:
        answer = self._post(client, name, track, content)

        assert answer.status_code == 400
        assert answer.json()["problem"]
        assert Track.objects.get().version == 1

    def test_names_the_cue_that_cannot_be(self, client: Client, track: Track) -> None:
        rows = [{"start": 0, "end": 1, "text": "a"}, {"start": 0, "end": 1, "text": "b" * 2_001}]

        answer = self._post(client, "cues", track, {"version": 1, "cues": rows})

        assert answer.json()["problem"].startswith("Cue 2: A text is longer than 2000 characters")

    def test_hands_out_a_new_token_to_whoever_signed_in_again(
        self, client: Client, track: Track
    ) -> None:
        answer = client.get(url("cues", track))

        assert len(answer.json()["csrf_token"]) == 64
        assert "no-store" in answer["Cache-Control"]

    def test_costs_the_same_for_many_cues(
        self, client: Client, asset: VideoAsset, django_assert_num_queries
    ) -> None:
        few = TrackFactory(asset=asset)
        cue = some_cues()[0]
        many = TrackFactory(asset=asset, language="uk", cues=[cue] * 500)
        client.get(url("cues", few))
        with django_assert_num_queries(9):
            client.get(url("cues", few))

        with django_assert_num_queries(9):
            client.get(url("cues", many))


def test_the_page_of_an_asset_lists_its_tracks(client: Client, track: Track) -> None:
    TrackFactory(asset=track.asset, language="ar", is_machine_made=True, is_published=False)
    path = reverse("wagtailsnippets_videos_videoasset:edit", args=[track.asset.pk])

    answer = page(client.get(path))

    listed = answer.select(".video-tracks li")
    assert [item.a["href"] for item in listed] == [
        url("edit", Track.objects.get(language="ar")), url("edit", track),
    ]  # fmt: skip
    assert "made by a machine" in listed[0].text
    assert "not shown to the public" in listed[0].text
    add = reverse("video_tracks:add", args=[track.asset.uuid])
    assert answer.select_one(f'a[href="{add}"]')
