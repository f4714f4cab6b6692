"""An address for each operation of the API that answers 200 in the invented newsroom."""

from django.conf import settings

from tests.contract.newsroom import Newsroom


def addresses(newsroom: Newsroom) -> dict[str, str]:
    """Return the addresses by operation id."""
    works = {
        "article": ("articles", newsroom.article),
        "programme": ("programmes", newsroom.programme),
        "video": ("videos", newsroom.video),
        "topic": ("topics", newsroom.subjects["topic"]),
        "person": ("people", newsroom.subjects["person"]),
        "place": ("places", newsroom.subjects["place"]),
    }
    found = {
        "get_root": "/api/v1/",
        "resolve_path": "/api/v1/resolve/?path=/en/",
        "list_locales": "/api/v1/locales/",
        "get_oembed": f"/api/v1/oembed/?url={settings.BASE_URL}/en/videos/first-light/",
        "get_menu": "/api/v1/menus/header/?locale=en",
    }
    for kind, (collection, work) in works.items():
        found[f"list_{collection}"] = f"/api/v1/{collection}/?locale=en&limit=1&count=exact"
        found[f"get_{kind}"] = f"/api/v1/{collection}/{work.translation_key}/?locale=en"
    return found
