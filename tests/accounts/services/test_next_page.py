"""Where people may be sent back to."""

import pytest

from accounts.services.next_page import LONGEST, safe_next


class TestSafeNext:
    @pytest.mark.parametrize(
        "target", ["/fr/videos/delta/", "/ar/فيديو/?in=10&out=20#player", "/", "/api/docs/"]
    )
    def test_keeps_a_path_of_this_site(self, target):
        assert safe_next(target) == target

    def test_keeps_an_address_of_this_site_and_of_a_listed_frontend(self, settings):
        settings.BASE_URL = "https://news.example"
        settings.FRONTEND_ORIGINS = ["https://www.example"]

        assert safe_next("https://news.example/en/") == "https://news.example/en/"
        assert safe_next("https://www.example/watch?v=1") == "https://www.example/watch?v=1"

    @pytest.mark.parametrize(
        "target",
        [
            "",
            None,
            7,
            "relative/path",
            "https://evil.example/",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "/\tevil",
            "/ /evil",
            "/\n/evil.example",
            " /en/",
            "/en/\u200b",
            "/\ud800",
            "http://[evil",
            "https://www.example.evil.example/",
            "https://www.example@evil.example/",
            "/" + "a" * LONGEST,
        ],
    )
    def test_drops_everything_else(self, settings, target):
        settings.FRONTEND_ORIGINS = ["https://www.example"]

        assert safe_next(target) == ""
