import pytest

from cms.website.templatetags.website import dialled, foreign, host, language_direction, local


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://news.example/en/", "/en/"),
        ("https://news.example:8001/media/x", "https://news.example:8001/media/x"),
        ("https://elsewhere.example/", "https://elsewhere.example/"),
        (None, ""),
    ],
)
def test_only_our_own_origin_is_left_out(settings, url, shown):
    settings.BASE_URL = "https://news.example"

    assert local(url) == shown


def test_text_in_the_language_of_the_page_needs_no_mark():
    card = {"locale": "ar", "dir": "rtl"}

    assert foreign({"locale": "ar"}, card) == ""
    assert foreign({"locale": "en"}, card) == 'lang="ar" dir="rtl"'
    assert foreign({"locale": "en"}, None) == ""


def test_a_number_is_dialled_without_its_decoration():
    assert dialled("+47 (55) 01-02") == "+47550102"


@pytest.mark.parametrize(("code", "direction"), [("ar", "rtl"), ("uk", "ltr"), ("xx", "auto")])
def test_direction_of_unknown_languages_is_left_to_the_browser(code, direction):
    assert language_direction(code) == direction


@pytest.mark.parametrize(("url", "name"), [("https://a.example/x", "a.example"), ("", "")])
def test_host_is_read_from_the_address(url, name):
    assert host(url) == name
