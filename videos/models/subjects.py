"""What a video is about: chosen topics and people, in order.

The rows are copied unchanged to every language: they may name a subject in any language, and
projection shows the released version in the language of the document.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.core.models import Person, Topic


class VideoTopic(Orderable):
    """A topic of a video."""

    video = ParentalKey("videos.VideoPage", on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return str(self.topic)


class VideoPerson(Orderable):
    """A person in a video."""

    video = ParentalKey("videos.VideoPage", on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return str(self.person)
