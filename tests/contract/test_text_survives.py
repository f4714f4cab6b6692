"""Text reaches the JSON bytes as it was typed into the editor's form, character by character."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from news.models import ArticleIndexPage, ArticlePage
from tests.factories.accounts import UserFactory
from tests.factories.news import index_of
from tests.staff import sign_in_staff

pytestmark = [pytest.mark.django_db, pytest.mark.must_hold]

SIGNS = [
    "« »",
    "\u202f;",
    "\u00a0:",
    "l’œuvre",
    "ŷ",
    "Ŵy",
    "ї",
    "Київ",
    "м’ята",
    "\u200fمرحبا\u200e",
    "\u2067أهلاً\u2069",
    "١٢٣،",
    "🧊",
    "👩🏽\u200d🚀",
    "e\u0301",
    "a&b",
    "5 < 7",
    '"',
    "\u2011",
    "…",
]


def article_form(*, title: str, slug: str, text: str) -> dict[str, Any]:
    """Return what the editor's browser sends for a new article."""
    names = ("topics", "people", "places", "videos", "chosen_sessions", "comments")
    return nested_form_data(
        {
            "title": title,
            "slug": slug,
            "kind": "news",
            "summary": text,
            "body": streamfield(
                [
                    ("heading", {"text": text, "level": "2"}),
                    ("quote", {"text": text, "attribution": text, "original_text": text}),
                ]
            ),
            "action-publish": "action-publish",
            **{name: inline_formset([]) for name in names},
        }
    )


def texts_of(chance: random.Random, count: int) -> list[str]:
    """Return lines made of the signs that get lost most easily.

    They begin with a letter, because a form removes the blanks around what was typed.
    """
    return ["A " + " ".join(chance.sample(SIGNS, k=8)) for _line in range(count)]


def test_from_the_editor_to_the_bytes(
    client: Client, soak_size: Callable[[int, int], int], chance: random.Random
) -> None:
    sign_in_staff(client, UserFactory(administrator=True))
    section = index_of(ArticleIndexPage, "fr")
    add = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])

    for number, text in enumerate(texts_of(chance, soak_size(5, 100))):
        slug = f"signs-{number}"
        response = client.post(add, article_form(title=text, slug=slug, text=text))
        assert response.status_code == 302, response.context["form"].errors
        work = ArticlePage.objects.get(slug=slug).translation_key

        content = Client().get(f"/api/v1/articles/{work}/?locale=fr").content

        article = json.loads(content)["data"]
        heading, quote = (block["value"] for block in article["body"])
        assert article["title"] == article["summary"] == text
        assert heading["text"] == quote["text"] == quote["original_text"] == text
        assert json.dumps(text, ensure_ascii=False).encode() in content


def test_from_rich_text_to_html(client: Client) -> None:
    sign_in_staff(client, UserFactory(administrator=True))
    section = index_of(ArticleIndexPage, "fr")
    add = reverse("wagtailadmin_pages:add", args=["news", "articlepage", section.pk])
    typed = "« L’œuvre\u202f», ŷ ї \u200fمرحبا\u200e 🧊"
    form = article_form(title="Signes", slug="signes", text="")
    body = streamfield([("paragraph", rich_text(f"<p>{typed}</p>"))])
    form |= nested_form_data({"body": body})

    response = client.post(add, form)

    assert response.status_code == 302, response.context["form"].errors
    work = ArticlePage.objects.get(slug="signes").translation_key
    content = Client().get(f"/api/v1/articles/{work}/?locale=fr").content
    assert typed.encode() in content
