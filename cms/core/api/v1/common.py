"""JSON that many kinds share. These classes describe it; the projection fills it."""

from rest_framework import serializers

from cms.core.locales import content_codes

DIRECTIONS = ("ltr", "rtl")
TRANSLATION_STATES = ("original", "human", "machine", "partial")


class FocalPointSerializer(serializers.Serializer):
    """The point of an image that a crop must keep, as fractions of its size."""

    x = serializers.FloatField(min_value=0, max_value=1)
    y = serializers.FloatField(min_value=0, max_value=1)


class ImageCandidateSerializer(serializers.Serializer):
    """One width of an image."""

    url = serializers.URLField()
    width = serializers.IntegerField()


class ImageSourcesSerializer(serializers.Serializer):
    """The widths of an image in each format."""

    avif = ImageCandidateSerializer(many=True)
    webp = ImageCandidateSerializer(many=True)
    jpeg = ImageCandidateSerializer(many=True)


class ImageSerializer(serializers.Serializer):
    """An image with signed addresses. They change with the picture."""

    id = serializers.UUIDField()
    alt = serializers.CharField(help_text="Text alternative; may be empty.")
    credit = serializers.CharField(help_text="Must be printed with the image; may be empty.")
    width = serializers.IntegerField(help_text="Width of the original in pixels.")
    height = serializers.IntegerField(help_text="Height of the original in pixels.")
    focal_point = FocalPointSerializer(allow_null=True)
    src = serializers.URLField()
    srcset = ImageSourcesSerializer()


class TranslationSerializer(serializers.Serializer):
    """How the text came about."""

    status = serializers.ChoiceField(choices=TRANSLATION_STATES)
    source_locale = serializers.CharField()
    stale = serializers.BooleanField(help_text="The source was released anew since.")


class CardSerializer(serializers.Serializer):
    """What every card says, whatever its kind. Cards of a kind say more."""

    id = serializers.UUIDField(help_text="The work: the same in every language.")
    type = serializers.CharField()
    locale = serializers.ChoiceField(choices=content_codes())
    dir = serializers.ChoiceField(choices=DIRECTIONS)
    path = serializers.CharField(allow_null=True)
    url = serializers.URLField(allow_null=True)
    slug = serializers.CharField()
    title = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    updated_at = serializers.DateTimeField(allow_null=True)
    translation = TranslationSerializer()


class FileSerializer(serializers.Serializer):
    """A file to download."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    url = serializers.URLField()
    filename = serializers.CharField()
    size_bytes = serializers.IntegerField()
    content_type = serializers.CharField()


class EmbedSerializer(serializers.Serializer):
    """Something at another host. Load the player only after the reader asked for it."""

    url = serializers.URLField()
    title = serializers.CharField()
    host = serializers.CharField()
    player_url = serializers.URLField(
        allow_null=True, help_text="A player that may be framed; null for a plain link."
    )


class LinkSerializer(serializers.Serializer):
    """A link with its label; ``path`` is null for other sites."""

    title = serializers.CharField()
    url = serializers.URLField()
    path = serializers.CharField(allow_null=True)


class AlternateSerializer(serializers.Serializer):
    """A released language of the work."""

    locale = serializers.CharField()
    hreflang = serializers.CharField()
    dir = serializers.ChoiceField(choices=DIRECTIONS)
    title = serializers.CharField()
    path = serializers.CharField(allow_null=True)
    url = serializers.URLField(allow_null=True)


class AncestorSerializer(serializers.Serializer):
    """A page above."""

    title = serializers.CharField()
    path = serializers.CharField()


class SeoSerializer(serializers.Serializer):
    """What search engines and sharing should show; empty: title and summary."""

    title = serializers.CharField()
    description = serializers.CharField()
    image = ImageSerializer(allow_null=True)


class DocumentSerializer(CardSerializer):
    """What every full document says, whatever its kind."""

    alternates = AlternateSerializer(many=True, help_text="Every released language, this included.")
    ancestors = AncestorSerializer(many=True)
    seo = SeoSerializer()
