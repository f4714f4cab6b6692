"""The JSON of each endpoint about the invented newsroom, kept as files and reviewed as a diff.

They are the examples of the API description as well. ``UPDATE_GOLDEN=1`` writes them anew.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from cms.api.v1 import examples
from tests.contract.newsroom import Newsroom
from tests.contract.operations import addresses

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parent / "golden"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def settle(text: str) -> str:
    """Replace what differs between installations: hosts, keys, and ids made at random."""
    text = text.replace(settings.BASE_URL, "https://newsroom.example")
    text = text.replace(settings.FILES_URL, "https://files.newsroom.example")
    text = re.sub(r"/img/[0-9a-f]+/", "/img/5e1f0c9b7a3d42e68b90/", text)
    text = re.sub(r"/[0-9a-f]{16}/w-", "/9d3b6a51c07e42f8/w-", text)
    text = re.sub(r"terms(_[A-Za-z0-9]{7})?\.txt", "terms.txt", text)
    text = re.sub(r'(?<=cursor": ")[\w-]{48}|(?<=cursor=)[\w-]{48}', "x" * 48, text)
    found = dict.fromkeys(UUID.findall(text))
    for number, identifier in enumerate(found, start=1):
        text = text.replace(identifier, f"7c9e6679-7425-40de-944b-{number:012d}")
    return text


def test_answers_are_the_recorded_ones(client, newsroom: Newsroom):
    for operation, address in addresses(newsroom).items():
        response = client.get(address)
        assert response.status_code == 200
        text = settle(json.dumps(response.json(), indent=2, ensure_ascii=False)) + "\n"
        for file in (GOLDEN / f"{operation}.json", examples.FOLDER / f"{operation}.json"):
            if os.environ.get("UPDATE_GOLDEN") == "1":
                file.write_text(text, "utf-8")
            assert json.loads(text) == json.loads(file.read_text("utf-8")), operation


def test_recorded_answers_hold_every_block_type():
    article: dict[str, Any] = json.loads((GOLDEN / "get_article.json").read_text("utf-8"))

    kinds = {block["type"] for block in article["data"]["body"]}

    assert len(kinds) == 11
