"""Factories of the kernel's models."""

import io
from typing import Any

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image
from wagtail.models import Locale

from cms.core.models import NewsroomDocument, NewsroomImage, Person, Place, Topic


def locale_of(code: str) -> Locale:
    """Return the locale, made when it is missing."""
    return Locale.objects.get_or_create(language_code=code)[0]


def image_bytes(size: tuple[int, int] = (640, 360), colour: str = "#1f4e79") -> bytes:
    """Return a PNG of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


class SubjectFactory(DjangoModelFactory):
    """A published topic, person or place. ``locale`` is a language code."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    locale = "en"
    published = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        published = kwargs.pop("published")
        code = kwargs.pop("locale")
        subject = model_class(locale=locale_of(code), live=False, **kwargs)
        subject.save()
        if published:
            subject.save_revision().publish()
            subject.refresh_from_db()
        return subject


class TopicFactory(SubjectFactory):
    """A theme."""

    class Meta:
        model = Topic

    title = factory.Sequence(lambda number: f"Topic {number}")


class PersonFactory(SubjectFactory):
    """Somebody who speaks."""

    class Meta:
        model = Person

    title = factory.Sequence(lambda number: f"Person {number}")
    role = "Spokesperson"


class PlaceFactory(SubjectFactory):
    """Somewhere."""

    class Meta:
        model = Place

    title = factory.Sequence(lambda number: f"Place {number}")
    country_code = "BE"


class ImageFactory(DjangoModelFactory):
    """A plain image file with a credit."""

    class Meta:
        model = NewsroomImage
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Image {number}")
    description = "A blue rectangle"
    credit = "Newsroom"
    file = factory.LazyFunction(lambda: ContentFile(image_bytes(), name="blue.png"))
    width = 640
    height = 360


class DocumentFactory(DjangoModelFactory):
    """A small text file."""

    class Meta:
        model = NewsroomDocument
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Document {number}")
    file = factory.LazyFunction(lambda: ContentFile(b"Terms of use", name="terms.txt"))
