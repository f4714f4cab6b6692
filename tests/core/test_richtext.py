"""Rich text as the public may have it."""

import pytest

from cms.core.richtext import linked_ids, public_html

pytestmark = pytest.mark.must_hold


def clean(source: str, *, path: str | None = None, file: str | None = None) -> str:
    return public_html(source, page_path=lambda pk: path, document_url=lambda pk: file)


class TestPublicHtml:
    def test_keeps_what_editors_may_use(self):
        html = (
            "<p><b>a</b> <i>b</i> 10<sup>th</sup> H<sub>2</sub>O</p><hr><ul><li>c</li></ul>"
            "<ol><li>d</li></ol>"
        )

        assert clean(html) == html

    @pytest.mark.parametrize(
        "hostile",
        [
            "<script>alert(1)</script>",
            "<style>p{display:none}</style>",
            "<p onclick='alert(1)'></p>",
            "<img src=x onerror=alert(1)>",
            "<iframe src='https://example.org'></iframe>",
            "<svg><script>alert(1)</script></svg>",
            "<a href='javascript:alert(1)'></a>",
            "<a href='JaVaScRiPt:alert(1)'></a>",
            "<a href=' java\tscript:alert(1)'></a>",
            "<a href='data:text/html,<script>alert(1)</script>'></a>",
            "<a href='vbscript:x'></a>",
            "<embed embedtype='media' url='https://example.org'/>",
        ],
    )
    def test_removes_what_could_do_harm(self, hostile):
        html = clean(f"<p>before</p>{hostile}<p>after</p>").replace("<p></p>", "")

        assert html == "<p>before</p><p>after</p>"

    def test_keeps_the_text_of_an_unsafe_link(self):
        assert clean("<p><a href='javascript:alert(1)'>words</a></p>") == "<p>words</p>"

    @pytest.mark.parametrize(
        "href",
        ["https://example.org/a?b=1&amp;c=2", "mailto:press@example.org", "tel:+322", "/fr/"],
    )
    def test_keeps_links_that_lead_outside(self, href):
        html = f'<p><a href="{href}">words</a></p>'

        assert clean(html) == html

    def test_turns_a_page_link_into_its_public_path(self):
        html = clean('<p><a linktype="page" id="3">words</a></p>', path="/fr/actualites/a/")

        assert html == '<p><a href="/fr/actualites/a/">words</a></p>'

    def test_unwraps_a_link_to_a_page_that_is_not_public(self):
        assert clean('<p><a linktype="page" id="3">words</a></p>') == "<p>words</p>"

    def test_turns_a_document_link_into_its_public_address(self):
        html = clean('<p><a linktype="document" id="3">words</a></p>', file="https://f.example/a")

        assert html == '<p><a href="https://f.example/a">words</a></p>'

    @pytest.mark.parametrize("attributes", ['linktype="page"', 'linktype="x" id="1"', 'id="1"'])
    def test_unwraps_a_broken_link(self, attributes):
        assert clean(f"<p><a {attributes}>words</a></p>", path="/a/", file="/b") == "<p>words</p>"

    @pytest.mark.parametrize(
        "text",
        [
            "« L’été »\u202f: 10\u202f000\u00a0km",
            "ŷ ї Є ʼ",
            "\u2068قمة 2026\u2069 \u200f(الناتو)\u200f",
            "👩‍🚀🇺🇦",
        ],
    )
    @pytest.mark.parametrize("wrapped", ["<p>{}</p>", '<p><a href="https://a.example">{}</a></p>'])
    def test_keeps_every_character(self, text, wrapped):
        html = wrapped.format(text)

        assert clean(html) == html


class TestLinkedIds:
    def test_finds_pages_and_documents(self):
        source = (
            '<a linktype="page" id="3">a</a><a linktype="document" id="4">b</a>'
            '<a linktype="page" id="x">c</a><a href="https://example.org">d</a>'
        )

        found = linked_ids(source)

        assert (found.pages, found.documents) == ({3}, {4})

    @pytest.mark.parametrize("digits", [20, 5000])
    def test_a_number_that_no_key_can_have_is_none(self, digits):
        source = f'<a linktype="page" id="{"9" * digits}">a</a>'

        assert linked_ids(source).pages == set()
        assert clean(source, path="/en/a/") == "a"
