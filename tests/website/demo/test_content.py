import re
import tomllib

import pytest

from accounts.models import NoticeKind
from cms.website.demo.content import CONTENT_FOLDER, read_content
from cms.website.demo.reading import LOCALES, ContentError
from cms.website.demo.text import make_slug, rich_text
from videos.pipeline.timed_text.checks import StyleGuide, check
from videos.pipeline.timed_text.cues import Cue

NARROW, HARD = "\u202f", "\u00a0"


@pytest.fixture(scope="module")
def content():
    return read_content()


def french_texts():
    def walk(value):
        if isinstance(value, dict):
            for key, inner in value.items():
                if key == "fr" and isinstance(inner, str):
                    yield inner
                else:
                    yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)

    for path in sorted(CONTENT_FOLDER.rglob("*.toml")):
        yield from walk(tomllib.loads(path.read_text(encoding="utf-8")))


@pytest.fixture
def copied_content(tmp_path):
    for path in CONTENT_FOLDER.rglob("*.toml"):
        copy = tmp_path / "content" / path.relative_to(CONTENT_FOLDER)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return tmp_path / "content"


def replace_in(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _cue(text):
    begin, end = round(text.begin * 1000), round(text.end * 1000)
    return Cue(start_ms=begin, end_ms=end, text=text.text, speaker=text.speaker)


class TestContent:
    def test_is_rich_enough_to_judge_every_screen(self, content):
        released = [item for item in content.articles.values() if item.state == "released"]

        assert len(released) >= 14
        assert {item.kind for item in released} == {
            "news",
            "press_release",
            "statement",
            "speech",
            "transcript",
            "media_advisory",
            "opinion",
        }
        assert {item.state for item in content.articles.values()} == {
            "released",
            "draft",
            "scheduled",
            "in_review",
        }
        assert len(content.programmes) >= 3
        assert all(len(item.sessions) >= 6 for item in content.programmes.values())
        assert len(content.videos) >= 4
        assert min(len(content.topics), len(content.people), len(content.places)) >= 8
        assert len(content.images) >= 10

    def test_uses_every_block_type(self, content):
        used = {block.type for article in content.articles.values() for block in article.body}

        assert used == {
            "paragraph",
            "heading",
            "quote",
            "image",
            "gallery",
            "video",
            "document",
            "table",
            "fact_box",
            "related_links",
            "embed",
        }

    def test_shows_every_coverage_and_status_of_a_session(self, content):
        sessions = [each for item in content.programmes.values() for each in item.sessions]

        assert {each.coverage for each in sessions} == {"open", "pool", "closed", "livestream"}
        assert {each.status for each in sessions} == {
            "scheduled",
            "moved",
            "live",
            "ended",
            "cancelled",
        }

    def test_gives_every_video_a_shotlist_and_subtitles(self, content):
        for video in content.videos.values():
            assert video.shots
            tracks = {(track.kind, track.language) for track in video.tracks}
            assert {("subtitles", "en"), ("subtitles", "fr")} <= tracks
            for track in video.tracks:
                cues = [_cue(cue) for cue in track.cues]
                assert not check(cues, StyleGuide(), duration_ms=video.seconds * 1000)
        assert any(
            track.kind == "transcript" for each in content.videos.values() for track in each.tracks
        )

    def test_leads_in_several_languages(self, content):
        assert {item.original for item in content.articles.values()} == set(LOCALES)

    @pytest.mark.parametrize("locale", ["uk", "ar"])
    def test_has_about_half_of_the_articles_in_every_language(self, content, locale):
        translated = [item for item in content.articles.values() if locale in item.locales]

        assert len(translated) >= 7

    def test_has_a_slug_for_every_title(self, content):
        for items in (content.articles, content.programmes, content.videos):
            for locale in LOCALES:
                titles = [item.title[locale] for item in items.values() if locale in item.locales]
                slugs = [make_slug(title, locale) for title in titles]
                assert all(slugs)
                assert len(set(slugs)) == len(slugs)


class TestFrenchTypography:
    def test_has_no_plain_space_where_a_hard_one_belongs(self):
        wrong = [text for text in french_texts() if re.search(r" [;?!»]|« | :(?!//)", text)]

        assert wrong == []

    def test_has_no_straight_apostrophe(self):
        assert [text for text in french_texts() if "'" in text] == []

    def test_has_narrow_and_hard_spaces_and_guillemets(self):
        joined = "".join(french_texts())

        assert f"{NARROW};" in joined
        assert f"{NARROW}?" in joined
        assert f"{HARD}:" in joined
        assert f"«{HARD}" in joined


class TestReadContent:
    def test_names_file_and_key_of_a_missing_translation(self, copied_content):
        path = copied_content / "topics.toml"
        replace_in(path, 'description.fr = "Cartes', 'description.xx = "Cartes')

        with pytest.raises(ContentError, match=r"topics\.toml.*safe-navigation.*description.*fr"):
            read_content(copied_content)

    def test_names_file_and_key_of_an_unknown_reference(self, copied_content):
        path = copied_content / "articles" / "shore-power.toml"
        replace_in(path, 'image = "harbour-dusk"', 'image = "harbour-noon"')

        with pytest.raises(ContentError, match=r"shore-power\.toml\.image.*harbour-noon"):
            read_content(copied_content)

    def test_refuses_a_shot_after_the_end_of_its_clip(self, copied_content):
        replace_in(copied_content / "videos.toml", "to = 12.0", "to = 12.5")

        with pytest.raises(ContentError, match=r"saltmarsh-b-roll\]\.seconds.*a shot or a cue"):
            read_content(copied_content)

    def test_names_file_and_key_of_an_unknown_session(self, copied_content):
        path = copied_content / "articles" / "mombasa-mangroves.toml"
        replace_in(path, '"press-point"', '"tea-break"')

        with pytest.raises(ContentError, match=r"mombasa-mangroves\.toml\.sessions.*tea-break"):
            read_content(copied_content)

    def test_names_a_key_nobody_reads(self, copied_content):
        path = copied_content / "articles" / "shore-power.toml"
        replace_in(path, "days_ago = 13", 'days_ago = 13\nsummry = "x"')

        with pytest.raises(ContentError, match=r"shore-power\.toml\.summry"):
            read_content(copied_content)

    def test_names_the_file_that_is_not_toml(self, copied_content):
        (copied_content / "places.toml").write_text("places = [", encoding="utf-8")

        with pytest.raises(ContentError, match=r"places\.toml"):
            read_content(copied_content)


class TestNotices:
    @pytest.mark.parametrize("kind", ["terms", "privacy", "cookies"])
    def test_have_the_same_paragraphs_in_every_language(self, kind):
        text = read_content().notices[kind]

        shapes = {re.sub(r">[^<]*<", "><", rich_text(text.body[locale])) for locale in text.locales}
        assert len(text.locales) == 4
        assert len(shapes) == 1

    def test_are_three(self):
        assert set(read_content().notices) == set(NoticeKind.values)


class TestRichText:
    def test_makes_headings(self):
        assert rich_text("## Who & why\n\nWe.") == "<h2>Who &amp; why</h2><p>We.</p>"

    def test_turns_light_markup_into_html(self):
        html = rich_text("**Yes** & [no](https://example.org/a)\n\n- one\n- two")

        assert html == (
            '<p><b>Yes</b> &amp; <a href="https://example.org/a">no</a></p>'
            "<ul><li>one</li><li>two</li></ul>"
        )


class TestMakeSlug:
    @pytest.mark.parametrize(
        ("title", "locale", "slug"),
        [
            ("Plaidoyer pour l’anguille", "fr", "plaidoyer-pour-l-anguille"),
            ("The Compact’s yearbook", "en", "the-compacts-yearbook"),
            ("Щоп’ятниці", "uk", "щопятниці"),
            ("موانئ نظيفة", "ar", "موانئ-نظيفة"),
        ],
    )
    def test_keeps_the_language_readable(self, title, locale, slug):
        assert make_slug(title, locale) == slug
