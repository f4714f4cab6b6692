"""A browser brings a file to an S3 store itself, is reloaded on the way, and goes on."""

import hashlib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.core.management import call_command
from playwright.sync_api import Page, Request, Route, expect

from tests.functional.media_accounts import shoot
from tests.functional.test_uploads import PAGE, SLOWLY, choose, owner, row, site, wait_for
from tests.s3 import S3Store
from tests.videos.uploads.contents import video_of
from videos.models import VideoAsset

__all__ = ["owner", "site"]

PART = 5 * 1024 * 1024
SIZE = 2 * PART + 1000


class Line:
    """The connection to the store, which a test can hold."""

    def __init__(self, page: Page, store: S3Store) -> None:
        self.numbers: list[int] = []
        self.lets_through = 1
        page.route(f"{store.endpoint_url}/**", self._pass)

    def _pass(self, route: Route, request: Request) -> None:
        number = int(parse_qs(urlsplit(request.url).query)["partNumber"][0])
        if number <= self.lets_through:
            self.numbers.append(number)
            route.continue_()
        # Else it gets no answer, until the page goes.


def test_a_reloaded_page_sends_the_parts_that_are_missing(
    files_on_s3: S3Store, site, settings, page: Page, tmp_path: Path
) -> None:
    settings.VIDEOS = {"PART_BYTES": PART}
    call_command("prepare_bucket")
    film = tmp_path / "bridge by day.mp4"
    film.write_bytes(video_of(SIZE))
    line = Line(page, files_on_s3)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(site(PAGE), **SLOWLY)

    choose(page, film)
    expect(row(page, "bridge").locator("progress")).to_have_js_property(
        "value", PART / SIZE * 100, **SLOWLY
    )
    page.reload(**SLOWLY)
    expect(row(page, "bridge")).to_contain_text("Choose the same file again", **SLOWLY)
    line.lets_through, line.numbers = 3, []
    choose(page, film)
    wait_for(page, "bridge", "done")
    shoot(page, "uploads-en-s3-done")

    assert line.numbers == [2, 3]
    asset = VideoAsset.objects.get()
    assert asset.sha256 == hashlib.sha256(film.read_bytes()).hexdigest()
    assert {f"private/{asset.master.name}"} <= files_on_s3.keys()
    assert files_on_s3.unfinished() == []
