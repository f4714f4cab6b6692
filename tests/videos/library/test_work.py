"""How far the work is, and what editors do about it."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.core.models import LeaseState
from tests.factories.accounts import UserFactory, grant_editor
from tests.factories.videos import VideoAssetFactory, give_preview, give_rendition
from tests.staff import sign_in_staff
from tests.videos.library.staff import librarian
from videos.derivative_choices import CANCELLED, DerivativeStep, RenditionPurpose, Urgency
from videos.models import Derivative, VideoAsset

pytestmark = pytest.mark.django_db


@pytest.fixture
def library_client(client: Client) -> Client:
    sign_in_staff(client, librarian())
    return client


def work_of(client: Client, asset: VideoAsset) -> str:
    return client.get(reverse("video_library:work", args=[asset.uuid])).content.decode()


def act(client: Client, asset: VideoAsset, action: str, step: str = "") -> str:
    url = reverse("video_library:work", args=[asset.uuid])
    return client.post(url, {"action": action, "step": step}).content.decode()


def add_step(asset: VideoAsset, step: str, **columns: object) -> Derivative:
    return Derivative.objects.create(asset=asset, master=asset.master.name, step=step, **columns)


class TestShowing:
    def test_says_that_the_work_waits_runs_and_is_done(self, library_client: Client) -> None:
        asset = VideoAssetFactory()
        assert 'data-video-state="waiting"' in work_of(library_client, asset)

        Derivative.objects.update(state=LeaseState.RUNNING, percent=42, seconds_left=200)
        page = work_of(library_client, asset)
        assert 'value="42"' in page
        assert "About 3 minutes left." in page

        give_preview(asset)
        page = work_of(library_client, asset)
        assert "data-settled" in page
        assert "2 of 2 steps are done. The video can be played." in page

    def test_says_why_it_failed_with_the_engines_words(self, library_client: Client) -> None:
        asset = VideoAssetFactory()
        Derivative.objects.update(
            state=LeaseState.FAILED, problem="too_heavy", engine_log="[h264] <error> 7"
        )

        page = work_of(library_client, asset)

        assert "took too long" in page
        assert "[h264] &lt;error&gt; 7" in page
        assert "Failed: Facts." in page

    def test_says_what_it_waits_for(self, library_client: Client) -> None:
        asset = give_preview(VideoAssetFactory())
        add_step(asset, DerivativeStep.THUMBNAILS, waits_for=DerivativeStep.PREVIEW)
        add_step(asset, DerivativeStep.WAVEFORM, problem="disk_full")

        page = work_of(library_client, asset)

        assert "After: Preview." in page
        assert "There was no space left on the disk. It is tried again at" in page

    def test_is_for_the_library_only(self, client: Client) -> None:
        asset = VideoAssetFactory()
        sign_in_staff(client, grant_editor(UserFactory(editor=True)))

        response = client.get(reverse("video_library:work", args=[asset.uuid]))

        assert response.status_code in {302, 403}


class TestActing:
    def test_tries_a_failed_step_again(self, library_client: Client) -> None:
        asset = VideoAssetFactory()
        Derivative.objects.update(state=LeaseState.FAILED, problem="crashed", attempts=3)

        page = act(library_client, asset, "retry", "facts")

        assert 'data-video-state="waiting"' in page
        row = Derivative.objects.get()
        assert (row.state, row.attempts, row.problem) == (LeaseState.QUEUED, 0, "")

    def test_cancels_one_step(self, library_client: Client) -> None:
        asset = give_preview(VideoAssetFactory())
        add_step(asset, DerivativeStep.LADDER)
        add_step(asset, DerivativeStep.WAVEFORM)

        page = act(library_client, asset, "cancel", "ladder")

        assert "Cancelled" in page
        assert Derivative.objects.get(step="ladder").problem == CANCELLED
        assert Derivative.objects.get(step="waveform").state == LeaseState.QUEUED

    def test_makes_a_finished_step_again(self, library_client: Client) -> None:
        asset = give_preview(VideoAssetFactory())
        add_step(asset, DerivativeStep.LADDER, state=LeaseState.DONE)
        assert 'aria-label="Make again: Preview"' in work_of(library_client, asset)

        act(library_client, asset, "redo", "preview")

        states = dict(Derivative.objects.values_list("step", "state"))
        assert (states["preview"], states["ladder"]) == (LeaseState.QUEUED, LeaseState.DONE)
        assert asset.preview_rendition() is not None

    def test_makes_everything_again_when_that_is_confirmed(self, library_client: Client) -> None:
        asset = give_preview(VideoAssetFactory())
        add_step(asset, DerivativeStep.THUMBNAILS, state=LeaseState.DONE)
        add_step(asset, DerivativeStep.MEZZANINE, state=LeaseState.FAILED, problem=CANCELLED)
        assert "Yes, make everything again" in work_of(library_client, asset)

        page = act(library_client, asset, "redo")

        rows = Derivative.objects.all()
        assert {row.state for row in rows} == {LeaseState.QUEUED}
        assert {row.step for row in rows if row.waits_for} == {"thumbnails"}
        assert "Yes, make everything again" not in page

    def test_is_for_those_who_may_change_it(self, client: Client) -> None:
        asset = give_preview(VideoAssetFactory())
        sign_in_staff(client, librarian(("view",)))

        act(client, asset, "redo")

        assert not Derivative.objects.exclude(state=LeaseState.DONE).exists()

    def test_puts_the_work_first(self, library_client: Client) -> None:
        earlier, urgent = VideoAssetFactory(), VideoAssetFactory()

        act(library_client, urgent, "first")

        assert Derivative.objects.get(asset=urgent).urgency == Urgency.FIRST
        assert Derivative.objects.get(asset=earlier).urgency == Urgency.NORMAL

    @pytest.mark.parametrize(
        "fields", [{"action": "explode"}, {}, {"action": "cancel", "step": "everything"}]
    )
    def test_refuses_what_it_does_not_know(
        self, library_client: Client, fields: dict[str, str]
    ) -> None:
        url = reverse("video_library:work", args=[VideoAssetFactory().uuid])

        assert library_client.post(url, fields).status_code == 400


class TestCells:
    def test_tell_the_states_of_many_with_few_queries(
        self, library_client: Client, django_assert_max_num_queries
    ) -> None:
        assets = [VideoAssetFactory() for _ in range(6)]
        url = reverse("video_library:states")
        fields = {"asset": [str(asset.uuid) for asset in assets]}
        library_client.get(url, fields)

        with django_assert_max_num_queries(20):
            page = library_client.get(url, fields).content.decode()

        assert all(f'data-live-cell="{asset.uuid}"' in page for asset in assets)

    def test_refuse_what_is_no_id(self, library_client: Client) -> None:
        assert (
            library_client.get(reverse("video_library:states"), {"asset": "x"}).status_code == 400
        )


class TestPosters:
    def test_are_offered_and_one_becomes_the_poster(self, library_client: Client) -> None:
        asset = give_preview(VideoAssetFactory())
        picture = make_jpeg()
        suggestion = give_rendition(asset, "poster-2.jpg", RenditionPurpose.POSTER, picture)
        image = library_client.get(
            reverse("video_library:poster", args=[asset.uuid, suggestion.uuid])
        )
        assert (image["Content-Type"], image.getvalue()) == ("image/jpeg", picture)

        edit = reverse("wagtailsnippets_videos_videoasset:edit", args=[asset.pk])
        page = library_client.get(edit).content.decode()
        assert f'value="{suggestion.uuid}"' in page
        library_client.post(
            edit,
            {
                "title": "Bridge",
                "collection": asset.collection_id,
                "poster": "",
                "poster_suggestion": str(suggestion.uuid),
            },
        )

        stored = VideoAsset.objects.get()
        assert (stored.poster.width, stored.is_poster_automatic) == (160, False)

    def test_of_another_asset_are_refused(self, library_client: Client) -> None:
        asset, other = VideoAssetFactory(), VideoAssetFactory()
        foreign = give_rendition(other, "poster-1.jpg", RenditionPurpose.POSTER, make_jpeg())

        page = library_client.post(
            reverse("wagtailsnippets_videos_videoasset:edit", args=[asset.pk]),
            {
                "title": "Bridge",
                "collection": asset.collection_id,
                "poster": "",
                "poster_suggestion": str(foreign.uuid),
            },
        ).content.decode()

        assert "not on offer any more" in page
        assert VideoAsset.objects.get(pk=asset.pk).poster is None


def make_jpeg() -> bytes:
    from io import BytesIO

    from PIL import Image

    target = BytesIO()
    Image.new("RGB", (160, 90), (40, 90, 160)).save(target, "JPEG")
    return target.getvalue()
