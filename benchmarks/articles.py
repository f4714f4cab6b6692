"""Articles for the benchmark: published through Wagtail as an editor would."""

import io
import json
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from PIL import Image
from wagtail.models import Locale

from cms.core.models import NewsroomImage, Person, Place, Topic
from cms.delivery.publication import publication
from news.models import ArticleIndexPage, ArticlePage, ArticlePerson, ArticlePlace, ArticleTopic
from news.services.site_tree import ensure_site_tree

SENTENCE = "The harbour authority opened the quay at first light, and « the tide » was kind. "
PER_TRANSACTION = 50


def prepare(amount: int) -> list[tuple[int, str]]:
    """Fill an empty database and return the primary key and the work of each article."""
    if "cache" in settings.DATABASES:
        call_command("createcachetable", database="cache", verbosity=0)
    call_command("migrate", verbosity=0)
    if not ArticlePage.objects.exists():
        home = ensure_site_tree()["fr"]
        index = ArticleIndexPage.objects.child_of(home).get()
        locale = Locale.objects.get(language_code="fr")
        topics = [_subject(Topic, f"Thème {number}", locale) for number in range(5)]
        people = [_subject(Person, f"Personne {number}", locale) for number in range(5)]
        places = [_subject(Place, f"Lieu {number}", locale) for number in range(5)]
        image = _image()
        for begin in range(0, amount, PER_TRANSACTION):
            with publication():
                for number in range(begin, min(begin + PER_TRANSACTION, amount)):
                    about = (topics[number % 5], people[number % 5], places[number % 5])
                    _article(index, number, image, about)
    call_command("collectstatic", interactive=False, verbosity=0)
    rows = ArticlePage.objects.filter(live=True).values_list("pk", "translation_key")
    return [(pk, str(work)) for pk, work in rows]


def _subject(model: type, title: str, locale: Locale) -> object:
    subject = model(title=title, locale=locale, live=False)
    subject.save()
    subject.save_revision().publish()
    return subject


def _image() -> NewsroomImage:
    content = io.BytesIO()
    Image.new("RGB", (2400, 1350), "#1f4e79").save(content, "PNG")
    return NewsroomImage.objects.create(
        title="Quai", description="Le quai", file=ContentFile(content.getvalue(), name="quai.png")
    )


def _article(
    index: ArticleIndexPage,
    number: int,
    image: NewsroomImage,
    about: tuple[Topic, Person, Place],
) -> None:
    topic, person, place = about
    paragraphs = [
        {"type": "paragraph", "value": f"<p>{SENTENCE * 6}</p>", "id": str(uuid4())}
        for _ in range(6)
    ]
    quote = {"text": SENTENCE, "speaker": person.pk, "attribution": "", "language": "fr"}
    blocks = [
        {"type": "heading", "value": {"text": "Au lever du jour", "level": "2"}},
        {"type": "quote", "value": quote | {"original_text": ""}},
        {"type": "image", "value": {"image": image.pk, "caption": "Le quai", "credit": ""}},
    ]
    page = ArticlePage(
        title=f"Le quai numéro {number} ouvre au lever du jour",
        slug=f"quai-{number}",
        summary=SENTENCE,
        dateline=place,
        lead_image=image,
        locale=index.locale,
        live=False,
        body=json.dumps([*paragraphs, *({**block, "id": str(uuid4())} for block in blocks)]),
        topics=[ArticleTopic(topic=topic)],
        people=[ArticlePerson(person=person)],
        places=[ArticlePlace(place=place)],
    )
    ArticleIndexPage.objects.get(pk=index.pk).add_child(instance=page)
    page.save_revision().publish()
