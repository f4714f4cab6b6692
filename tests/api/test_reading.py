"""What every anonymous read promises, checked on each endpoint of the URL configuration."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from cms.api.v1 import examples
from cms.delivery.api.responses import CACHE_CONTROL
from tests.contract.newsroom import Clock, Newsroom, build
from tests.contract.operations import addresses

pytestmark = pytest.mark.django_db

NUMBER_THAT_IS_AN_ID = re.compile(r"^(id|pk|.*_(id|pk))$")
# The entrance is made of settings. The frame of an address takes two: what the path means, and
# then its video.
QUERIES = {"get_root": 0, "get_oembed": 2}
# Files are no documents: tests/videos/shotlist/test_file_addresses.py and tests/videos/metadata are
# about them.
NOT_READS = {"openapi", "docs", "docs_problem", "shotlist_file", "metadata_file"}


@pytest.fixture
def newsroom(settings, tmp_path, monkeypatch) -> Newsroom:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"
    monkeypatch.setattr("django.utils.timezone.now", Clock())
    return build(Clock())


def faults_of(value: Any, path: str = "$") -> list[str]:
    """Return where a member that names something holds a number."""
    if isinstance(value, list):
        found = [faults_of(item, f"{path}[{number}]") for number, item in enumerate(value)]
        return [fault for faults in found for fault in faults]
    if not isinstance(value, dict):
        return []
    own = [
        f"{path}.{name}"
        for name, content in value.items()
        if NUMBER_THAT_IS_AN_ID.match(name) and isinstance(content, int)
    ]
    nested = [faults_of(content, f"{path}.{name}") for name, content in value.items()]
    return own + [fault for faults in nested for fault in faults]


def test_every_endpoint_is_tried():
    names = {
        pattern.name
        for pattern in get_resolver("cms.api.urls").url_patterns
        if not str(pattern.pattern).startswith("^api/v1/account/")
    }

    assert len(names - NOT_READS) == len(list(examples.FOLDER.glob("*.json")))


def test_reads_keep_their_promises(newsroom: Newsroom):
    for name, address in addresses(newsroom).items():
        expected = QUERIES.get(name, 2 if "count=exact" in address else 1)
        with CaptureQueriesContext(connection) as queries:
            response = Client().get(
                address, headers={"accept-language": "ar", "cookie": "sessionid=x; csrftoken=y"}
            )

        assert response.status_code == 200, name
        assert len(queries) == expected, name
        assert response["Vary"] == "Accept-Encoding", name
        assert not response.cookies, name
        assert response["Cache-Control"] == CACHE_CONTROL, name
        assert response["Access-Control-Allow-Origin"] == "*", name
        assert "Access-Control-Allow-Credentials" not in response, name
        assert response["X-Content-Type-Options"] == "nosniff", name
        assert response["Content-Security-Policy"].startswith("default-src 'none'"), name
        assert response["Referrer-Policy"], name
        assert faults_of(response.json()) == [], name
        assert f"/{newsroom.article.pk}/" not in response.content.decode(), name

        in_french = Client().get(address, headers={"accept-language": "fr"})
        assert in_french.content == response.content, name

        bare = Client().head(address)
        assert bare.status_code == 200, name
        assert bare.content == b"", name
        own = {"X-Request-Id"}
        assert {key: value for key, value in bare.headers.items() if key not in own} == {
            key: value for key, value in response.headers.items() if key not in own
        }, name
        assert int(bare["Content-Length"]) == len(response.content), name

        with CaptureQueriesContext(connection) as queries:
            again = Client().get(address, headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304, name
        assert again.content == b"", name
        assert again["ETag"] == response["ETag"], name
        assert len(queries) == expected, name


@pytest.mark.parametrize("seconds", [re.findall(r"=(\d+)", CACHE_CONTROL)])
def test_no_chain_of_caches_keeps_an_answer_for_more_than_a_minute(seconds):
    at_browser, at_shared, while_renewing = (int(value) for value in seconds)

    assert at_shared + while_renewing + at_browser + while_renewing <= 60
