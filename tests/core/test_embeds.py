"""Outside addresses and their players."""

import pytest

from cms.core.embeds import embed_json

YOUTUBE = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"


class TestEmbedJson:
    @pytest.mark.parametrize(
        ("url", "player_url"),
        [
            ("https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=4", YOUTUBE),
            ("https://youtu.be/aqz-KE-bpKQ?si=x", YOUTUBE),
            ("https://m.youtube.com/shorts/aqz-KE-bpKQ", YOUTUBE),
            ("https://youtube.com/live/aqz-KE-bpKQ", YOUTUBE),
            ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
            (
                "https://www.dailymotion.com/video/x5e9eog",
                "https://geo.dailymotion.com/player.html?video=x5e9eog",
            ),
            ("https://www.youtube.com/@channel", None),
            ("https://www.youtube.com/watch?v=%22onload", None),
            ("https://vimeo.com/about", None),
            ("https://example.org/watch?v=aqz-KE-bpKQ", None),
            ("https://youtube.com.example.org/watch?v=aqz-KE-bpKQ", None),
        ],
    )
    def test_knows_the_player_of_known_hosts_only(self, url, player_url):
        embed = embed_json(url, title="Live")

        assert embed["player_url"] == player_url
        assert embed["url"] == url

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "http://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "javascript:alert(1)",
            "https://",
            "https://user:secret@youtube.com/watch?v=aqz-KE-bpKQ",
            "https://[broken",
            "https://example.org:port/",
        ],
    )
    def test_refuses_what_is_not_https(self, url):
        assert embed_json(url, title="Live") is None

    def test_calls_an_untitled_address_by_its_provider(self):
        assert embed_json("https://youtu.be/aqz-KE-bpKQ", title="")["title"] == "YouTube"
        assert embed_json("https://example.org/a", title="")["title"] == "example.org"
