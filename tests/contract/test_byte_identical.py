"""Two newsrooms that differ by unreleased items only give the public the same bytes.

The endpoints come from the URLconf: one that is added later joins by itself. Only the date and the
request id are put aside.
"""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as newsroom
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from cms.core.imaging import image_url
from cms.core.models import NewsroomImage
from tests.contract.worlds import World, build_hidden, build_public, fixed_chance
from videos.shotlist.files import FILES

pytestmark = pytest.mark.must_hold

BASE_SEED, HIDDEN_SEED = 11, 12
REQUEST_ID = re.compile(rb'"request_id":"[^"]*"')
# The editor and the health of the processes are not the newsroom's content.
OTHER_PREFIXES = ("cms/", "healthz", "readyz")
# Nor is what is about one person.
PERSONAL = ("/account/", "_allauth/")
# It speaks of secrets that clients are told.
DOCUMENTATION = ("/api/docs/", "/api/v1/openapi.json")
LOCALES = list(newsroom.CONTENT_LOCALES)


def walk(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Yield every route below the patterns as text."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith(OTHER_PREFIXES) or any(part in route for part in PERSONAL):
            continue
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route


def addresses(world: World, image_urls: list[str]) -> list[str]:
    """Return every public address to ask, for everything that exists in either newsroom."""
    found: set[str] = {"/no-such-page/", "/en/no-such-page/", *world.paths}
    values = {
        "id": world.works,
        "extension": list(FILES),
        "handle": ["header", "footer", "secret"],
        "slug": ["not-found"],
        "document_id": ["1", "2"],
        "document_filename": ["terms.txt"],
        "path": ["/".join(path.split("/")[2:]) for path in world.paths],
    }
    for route in set(walk(get_resolver().url_patterns)):
        plain = re.sub(r"\^|\$|/\?", lambda match: "/" if match[0] == "/?" else "", route)
        plain = plain.replace("\\.", ".")
        names = re.findall(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", plain)
        names = [first or second for first, second in names]
        if plain.startswith("img/"):
            found.update(image_urls)
            continue
        template = "/" + re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", "{}", plain)
        if "(" in template:
            assert template.startswith(tuple(f"/{code}/" for code in [*LOCALES, "(.*)"])), (
                f"The test does not know how to ask for {route}"
            )
            continue
        for combination in product(*(values[name] for name in names)):
            found.add(template.format(*combination))
    queries: set[str] = set()
    for address in found:
        if address.startswith("/api/v1/"):
            queries |= {f"{address}?locale={code}" for code in LOCALES}
            queries |= {f"{address}?locale={code}&count=exact&limit=1" for code in LOCALES}
    queries |= {f"/api/v1/resolve?path={path}" for path in world.paths}
    return sorted(found | queries)


def answers(urls: list[str]) -> dict[str, tuple[int, dict[str, str], bytes]]:
    """Ask as a stranger; return status, headers and body of each answer."""
    client = Client()
    collected = {}
    for url in urls:
        response = client.get(url)
        headers = {
            name: value for name, value in response.items() if name not in {"Date", "X-Request-Id"}
        }
        policy = headers.get("Content-Security-Policy", "")
        headers["Content-Security-Policy"] = re.sub(r"'nonce-[^']*'", "'nonce'", policy)
        content = b"".join(response) if response.streaming else response.content
        content = REQUEST_ID.sub(b'"request_id":""', content)
        content = re.sub(rb'nonce="[^"]*"', b'nonce=""', content)
        collected[url] = (response.status_code, headers, content)
    return collected


def test_unreleased_items_change_no_byte(
    transactional_db: None, settings: Any, tmp_path: Path
) -> None:
    complete = World()
    image_urls: list[str] = []

    settings.MEDIA_ROOT = tmp_path / "with-secrets"
    with transaction.atomic():
        with fixed_chance(BASE_SEED):
            build_public(complete)
        with fixed_chance(HIDDEN_SEED):
            build_hidden(complete)
        image_urls += [
            image_url(image, width=320, file_format="webp").removeprefix(settings.BASE_URL)
            for image in NewsroomImage.objects.all()
        ]
        urls = addresses(complete, image_urls)
        with_secrets = answers(urls)
        transaction.set_rollback(True)

    settings.MEDIA_ROOT = tmp_path / "without-secrets"
    with transaction.atomic():
        with fixed_chance(BASE_SEED):
            build_public(World())
        without_secrets = answers(urls)
        transaction.set_rollback(True)

    different = [url for url in urls if with_secrets[url] != without_secrets[url]]
    assert different == []
    assert all(
        b"secret" not in answer[2].lower() or "secret" in url or url.startswith(DOCUMENTATION)
        for url, answer in with_secrets.items()
    )
    public = [url for url, answer in with_secrets.items() if answer[0] == 200]
    assert len(public) > 40
