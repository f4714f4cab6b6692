"""What articles and programmes are about: chosen topics, people and places, in order.

The rows are copied unchanged to every language: they may name a subject in any language, and
projection shows the released version in the language of the document.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.core.models import Person, Place, Topic


class TopicChoice(Orderable):
    """A chosen topic."""

    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.topic)


class PersonChoice(Orderable):
    """A chosen person."""

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.person)


class PlaceChoice(Orderable):
    """A chosen place."""

    place = models.ForeignKey(
        Place, verbose_name=_("place"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.place)


class ArticleTopic(TopicChoice):
    """A topic of an article."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="topics")

    class Meta(TopicChoice.Meta):
        verbose_name = _("topic")


class ArticlePerson(PersonChoice):
    """A person in an article."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="people")

    class Meta(PersonChoice.Meta):
        verbose_name = _("person")


class ArticlePlace(PlaceChoice):
    """A place in an article."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="places")

    class Meta(PlaceChoice.Meta):
        verbose_name = _("place")


class ProgrammeTopic(TopicChoice):
    """A topic of a programme."""

    programme = ParentalKey("news.ProgrammePage", on_delete=models.CASCADE, related_name="topics")

    class Meta(TopicChoice.Meta):
        verbose_name = _("topic")


class ProgrammePerson(PersonChoice):
    """A person in a programme."""

    programme = ParentalKey("news.ProgrammePage", on_delete=models.CASCADE, related_name="people")

    class Meta(PersonChoice.Meta):
        verbose_name = _("person")
