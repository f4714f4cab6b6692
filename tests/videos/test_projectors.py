"""Videos as the public reads them."""

import datetime
from urllib.parse import urlsplit

import orjson
import pytest
from wagtail.models import Locale

from cms.core.models import Person, Place, Topic
from cms.delivery import projection
from cms.delivery.models import Document
from tests.factories.videos import VideoAssetFactory, VideoPageFactory, give_preview
from videos.models import VideoPage, VideoPerson, VideoTopic
from videos.services.deriving import make_previews
from videos.serving.sources import find_file

pytestmark = pytest.mark.django_db


def _document(video: VideoPage) -> Document:
    return Document.objects.get(work=video.translation_key)


def _body(video: VideoPage) -> dict:
    return orjson.loads(bytes(_document(video).body))


class TestVideoDocument:
    def test_needs_nothing_but_title_slug_and_locale(self) -> None:
        video = VideoPageFactory(published=True)

        body = _body(video)

        assert body["type"] == "video"
        assert body["asset"] is None
        assert body["poster"] is None
        assert body["date"] == video.first_published_at.date().isoformat()

    def test_says_what_is_known(self, settings) -> None:
        asset = VideoAssetFactory(ready=True)
        english = Locale.objects.get(language_code="en")
        place = Place.objects.create(title="Lviv", locale=english)
        place.save_revision().publish()
        topic = Topic.objects.create(
            title="Exercises", locale=Locale.objects.get(language_code="en")
        )
        topic.save_revision().publish()
        person = Person.objects.create(
            title="Olena Koval", locale=Locale.objects.get(language_code="en")
        )
        person.save_revision().publish()
        video = VideoPageFactory(
            asset=asset,
            place=place,
            kind="statement",
            date=datetime.date(2026, 3, 1),
            synopsis="<p>Tanks cross the river.</p><p>Night.</p>",
            credit="© Newsroom",
            usage_restrictions="No resale.",
        )
        video.topics = [VideoTopic(topic=topic)]
        video.people = [VideoPerson(person=person)]
        video.save_revision().publish()

        body = _body(video)

        assert (body["kind"], body["kind_label"]) == ("statement", "Statement")
        assert body["synopsis"] == "<p>Tanks cross the river.</p><p>Night.</p>"
        assert (body["date"], body["credit"]) == ("2026-03-01", "© Newsroom")
        assert body["usage_restrictions"] == "No resale."
        assert body["place"]["title"] == "Lviv"
        assert [card["title"] for card in body["topics"]] == ["Exercises"]
        assert [card["title"] for card in body["people"]] == ["Olena Koval"]
        assert body["asset"]["id"] == str(asset.uuid)
        assert body["asset"]["preview"] == {
            "url": f"{settings.FILES_URL}/media/{asset.preview_rendition().file}",
            "content_type": "video/mp4",
            "width": 160,
            "height": 90,
            "size_bytes": asset.preview_rendition().size_bytes,
            "start_seconds": 0.0,
        }

    def test_has_a_card_with_the_beginning_of_the_synopsis(self) -> None:
        video = VideoPageFactory(
            published=True,
            asset=VideoAssetFactory(ready=True),
            synopsis="<p>«\u202fTanks\u202f» cross <b>the</b> river.</p><p>Night.</p>",
        )

        card = orjson.loads(bytes(_document(video).card))

        assert card["summary"] == "«\u202fTanks\u202f» cross the river."
        assert card["duration_seconds"] == 1.0
        assert "synopsis" not in card

    def test_shows_no_preview_until_there_is_one(self) -> None:
        video = VideoPageFactory(published=True, asset=VideoAssetFactory())
        assert _body(video)["asset"]["preview"] is None

        make_previews()

        body = _body(video)
        assert body["asset"]["preview"]["size_bytes"] > 0
        assert body["poster"]["alt"] == video.title

    def test_loses_the_preview_of_a_replaced_master(self) -> None:
        from django.core.files.base import ContentFile

        from tests.factories.videos import clip_bytes

        asset = VideoAssetFactory(ready=True)
        video = VideoPageFactory(published=True, asset=asset)
        assert _body(video)["asset"]["preview"]

        asset.master = ContentFile(clip_bytes(".mov"), name="better.mov")
        asset.save()

        assert _body(video)["asset"]["preview"] is None

    def test_can_be_played_in_a_draft_by_a_link_that_expires(self) -> None:
        draft = VideoPageFactory(asset=VideoAssetFactory(ready=True))

        url = projection.preview(draft)["asset"]["preview"]["url"]

        path = urlsplit(url).path
        assert path.startswith("/media/signed/")
        assert find_file(path, "") is not None

    def test_never_names_the_master(self) -> None:
        asset = VideoAssetFactory(ready=True)
        video = VideoPageFactory(published=True, asset=asset)

        delivered = bytes(_document(video).body) + bytes(_document(video).card)

        assert asset.master.name.encode() not in delivered
        assert asset.original_filename.encode() not in delivered


class TestAssetInUse:
    def test_cannot_be_deleted(self) -> None:
        from django.db.models import ProtectedError

        asset = give_preview(VideoAssetFactory())
        VideoPageFactory(asset=asset)

        with pytest.raises(ProtectedError):
            asset.delete()
