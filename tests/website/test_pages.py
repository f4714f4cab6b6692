import json
import re

import pytest
from bs4 import BeautifulSoup

from cms.website import pages
from tests.website import documents


def parse(html):
    return BeautifulSoup(html, "html.parser")


class TestMediaAccount:
    @pytest.mark.parametrize("locale", ["en", "ar"])
    @pytest.mark.parametrize("kind", ["article", "video", "listing"])
    def test_header_leads_there_and_back(self, draw, locale, kind):
        page = parse(draw(getattr(documents, kind)(locale)))

        back = f"?next=%2F{locale}%2F{kind}s%2Fharbour%2F"
        assert page.select_one(".account-link")["href"] == f"/{locale}/account/{back}"

    @pytest.mark.parametrize("locale", ["en", "ar"])
    def test_a_video_says_how_to_come_by_it(self, draw, locale):
        page = parse(draw(documents.video(locale)))

        links = [link["href"] for link in page.select("[data-account-visitor] a")]
        back = f"?next=%2F{locale}%2Fvideos%2Fharbour%2F"
        screens = ("register", "sign-in")
        assert links == [f"/{locale}/account/{screen}/{back}" for screen in screens]

    def test_says_nothing_of_who_reads(self, draw):
        page = parse(draw(documents.video("en")))

        assert page.select_one("[data-account-member]").has_attr("hidden")
        assert page.select_one("[data-account-name]").text == ""


class TestFrame:
    @pytest.mark.parametrize(("locale", "direction"), [("en", "ltr"), ("ar", "rtl")])
    def test_says_language_and_direction(self, draw, locale, direction):
        html = parse(draw(documents.article(locale))).html

        assert (html["lang"], html["dir"]) == (locale, direction)

    def test_switch_offers_released_languages_and_else_the_home_page(self, draw):
        links = parse(draw(documents.article("en"))).select(".languages a")

        assert [(link["lang"], link["dir"], link["href"]) for link in links] == [
            ("en", "ltr", "/en/articles/harbour/"),
            ("fr", "ltr", "/fr/"),
            ("ar", "rtl", "/ar/articles/harbour/"),
        ]
        assert [bool(link.small) for link in links] == [False, True, False]

    def test_names_all_languages_and_a_default_for_search_engines(self, draw):
        links = parse(draw(documents.article("ar"))).select("link[rel=alternate]")

        assert [link["hreflang"] for link in links] == ["en", "ar", "x-default"]
        assert links[2]["href"].endswith("/en/articles/harbour/")

    def test_canonical_address_is_the_documents_own(self, draw):
        page = parse(draw(documents.video("ar")))

        assert page.select_one("link[rel=canonical]")["href"].endswith("/ar/videos/harbour/")

    def test_shares_with_open_graph(self, draw):
        page = parse(draw(documents.article("en")))

        shared = {tag["property"]: tag["content"] for tag in page.select("meta[property]")}
        assert shared["og:type"] == "article"
        assert shared["og:title"] == "Harbours open again"
        assert "/w-960/" in shared["og:image"]

    @pytest.mark.parametrize(
        ("document", "kind"),
        [
            (documents.article(), "NewsArticle"),
            (documents.programme(), "Event"),
            (documents.video(), "VideoObject"),
        ],
    )
    def test_structured_data_names_the_kind(self, draw, document, kind):
        script = parse(draw(document)).select_one("script[type='application/ld+json']")

        assert json.loads(script.string)["@type"] == kind

    def test_structured_data_cannot_end_its_element(self, draw):
        document = documents.article(title="</script><script>alert(1)</script>&amp;")

        script = parse(draw(document)).select_one("script[type='application/ld+json']")

        assert json.loads(script.string)["headline"] == document["title"]

    @pytest.mark.parametrize("name", ["title", "summary"])
    def test_text_is_escaped(self, draw, name):
        html = draw(documents.article(**{name: "<img src=x onerror=alert(1)>"}))

        assert "<img src=x" not in html

    def test_text_survives_exactly(self, draw):
        text = "«\u202fŷ ї\u202f» l’été 🕊️ \u2067عربي\u2069"

        page = parse(draw(documents.article(title=text)))

        assert page.h1.string == text


class TestBlocks:
    def test_every_known_block_is_drawn_and_others_left_out(self, draw):
        prose = parse(draw(documents.article())).select_one(".prose")

        assert prose.select_one("h2#what-comes-next + h3#in-detail")
        assert prose.select_one("aside.fact-box li").string == "One"
        assert prose.select_one(".download a").string == "The full text"
        assert prose.select_one(".related-links a[rel=external]")["href"] == "https://example.org/"
        assert len(prose.select(".gallery img")) == 2
        assert prose.select_one(".card-video a")["href"] == "/en/videos/5/"
        assert "future" not in prose.text

    def test_quote_keeps_the_original_words_in_their_language(self, draw):
        quote = parse(draw(documents.article())).select_one(".quote")

        original = quote.select_one("details blockquote")
        assert (original["lang"], original["dir"]) == ("ar", "rtl")
        assert "Oksana Velychko" in quote.figcaption.text

    def test_table_has_headings_caption_and_escaped_cells(self, draw):
        table = parse(draw(documents.article())).table

        assert table.caption.string == "Ships by country"
        assert [heading["scope"] for heading in table.select("th")] == ["col", "col"]
        assert table.select_one("tbody tr:nth-of-type(2) td").string == "<b>Orrin</b>"

    def test_image_offers_three_formats_on_our_own_host(self, draw):
        picture = parse(draw(documents.article())).select_one(".story > .figure picture")

        assert [source["type"] for source in picture.select("source")] == [
            "image/avif",
            "image/webp",
        ]
        assert picture.img["src"].startswith("/img/")
        assert picture.img["alt"] == "A grey harbour at dawn"
        assert (picture.img["width"], picture.img["height"]) == ("1600", "900")
        assert picture.img["class"] == ["focus-x-4", "focus-y-1"]

    def test_cards_in_another_language_say_so(self, draw):
        second = parse(draw(documents.home())).select(".highlights .card")[1]

        assert (second["lang"], second["dir"]) == ("fr", "ltr")


class TestEmbeds:
    def test_nothing_is_framed_before_a_click(self, draw):
        page = parse(draw(documents.article()))

        assert not page.select("iframe")
        assert "www.youtube-nocookie.com" in page.select_one("[data-embed-play]").text

    def test_origins_come_from_the_documents_own_players(self):
        assert pages.player_origins(documents.article()) == {"https://www.youtube-nocookie.com"}
        assert pages.player_origins(documents.video()) == set()

    def test_only_https_players_count(self):
        body = [documents.block("embed", **documents.embed(player_url="http://plain.example/1"))]

        assert pages.player_origins(documents.article(body=body, session_count=0)) == set()


class TestProgrammeBlock:
    @pytest.mark.parametrize(("count", "blocks", "controls"), [(0, 0, 0), (1, 1, 0), (30, 1, 1)])
    def test_is_a_plain_list_that_a_script_may_step_through(self, draw, count, blocks, controls):
        page = parse(draw(documents.article(session_count=min(count, 30))))

        assert len(page.select(".programme-block")) == blocks
        assert len(page.select("[data-stepper-item]")) == count
        assert not page.select("[data-stepper-item][hidden]")
        assert len(page.select("[data-stepper-controls][hidden]")) == controls

    def test_times_are_those_of_the_event(self, draw):
        first = parse(draw(documents.article())).select_one(".session")

        times = first.select("time")
        assert [time.string for time in times] == ["10:00", "10:45"]
        assert times[0]["datetime"] == "2027-05-03T10:00:00+02:00"
        assert "Oslo time" in first.text

    def test_is_marked_when_its_language_differs(self, draw):
        block = parse(draw(documents.article("ar"))).select_one(".programme-block")

        for text in (block.h2.a, block.select_one(".session-text")):
            assert (text["lang"], text["dir"]) == ("en", "ltr")


class TestArticle:
    def test_does_not_repeat_a_video_of_its_body(self, draw):
        page = parse(draw(documents.article()))

        assert len(page.select(".prose .card-video")) == 1
        assert [link["href"] for link in page.select(".cards-video .card-title a")] == [
            "/en/videos/6/"
        ]


class TestProgramme:
    def test_groups_sessions_by_their_local_day(self, draw):
        page = parse(draw(documents.programme()))

        assert [day.string for day in page.select(".schedule-day")] == [
            "Monday 3 May",
            "Tuesday 4 May",
        ]

    def test_deadline_is_told_in_the_zone_of_the_event(self, draw):
        access = parse(draw(documents.programme())).select_one(".media-access")

        assert "20 April 2027 · 18:00" in access.text


class TestVideo:
    def test_loads_nothing_before_play(self, draw):
        player = parse(draw(documents.video())).video

        assert player["preload"] == "none"
        assert player.has_attr("controls")
        assert player["poster"].startswith("/img/")
        assert player.source["src"] == "http://127.0.0.1:8001/media/preview.mp4"

    def test_tells_duration_credit_and_restrictions(self, draw):
        page = parse(draw(documents.video()))

        assert page.select_one("time[datetime=PT0H0M12S]").string == "0:12"
        assert "Editorial use only." in page.select_one(".facts").text

    def test_tells_its_transcript_with_links_to_each_moment(self, draw):
        transcript = parse(draw(documents.video())).select_one(".transcript")

        links = transcript.select(".transcript-time")
        assert [(link["href"], link.string) for link in links] == [
            ("http://127.0.0.1:8001/media/preview.mp4#t=1.5", "0:01"),
            ("http://127.0.0.1:8001/media/preview.mp4#t=62.0", "1:02"),
        ]
        assert links[0]["aria-label"] == "Play from 0:01"
        first, second = transcript.select(".transcript-part p")
        assert first.text.split() == ["Élodie", "Le", "bac", "part", "à", "l’aube."]
        assert (first["lang"], second.text.strip()) == ("fr", "A < b & c.")
        assert "Made by a machine" in transcript.text

    def test_has_no_transcript_where_there_is_none(self, draw):
        assert parse(draw(documents.video(transcript=None))).select_one(".transcript") is None

    def test_shows_the_poster_while_there_is_no_preview(self, draw):
        page = parse(draw(documents.video(asset={"preview": None})))

        assert page.video is None
        assert page.select_one(".figure img")


class TestListing:
    def test_leads_on_and_back(self, draw):
        html = draw(
            documents.listing(),
            cards=[documents.article_card(1)],
            previous_path="/en/news/?before=x",
            next_path="/en/news/?after=y",
        )

        links = parse(html).select(".paging a")
        assert [(link["rel"], link["href"]) for link in links] == [
            (["prev"], "/en/news/?before=x"),
            (["next"], "/en/news/?after=y"),
        ]

    def test_says_that_it_is_empty(self, draw):
        assert parse(draw(documents.listing(), cards=[])).select_one(".empty")


def test_pages_hold_no_inline_style_or_handler(draw):
    for document in (documents.article(), documents.programme(), documents.video()):
        html = draw(document)
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", html)
