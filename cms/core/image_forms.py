"""The form with which editors upload pictures."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image as Picture
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class CarefulImageField(WagtailImageField):
    """Takes a picture after a look at its head; what cannot be unpacked is a word at the field.

    Wagtail's field unpacks a picture before it counts the pixels, and lets errors of broken files
    through.
    """

    def check_image_pixel_size(self, f: UploadedFile) -> None:
        """Count the pixels first, then unpack.

        Raises:
            ValidationError: too many pixels, or not a whole picture.
        """
        try:
            self._count_pixels(f)
            f.seek(0)
            super().check_image_pixel_size(f)
        except ValidationError:
            raise
        except Exception as error:
            raise ValidationError(
                self.error_messages["invalid_image"], code="invalid_image"
            ) from error
        finally:
            f.seek(0)

    def _count_pixels(self, f: UploadedFile) -> None:
        try:
            with Picture.open(f) as picture:
                pixels = picture.width * picture.height * getattr(picture, "n_frames", 1)
        except Picture.DecompressionBombError:
            pixels = None
        if pixels is None or pixels > self.max_image_pixels:
            raise ValidationError(
                self.error_messages["file_too_many_pixels"]
                % {"num_pixels": pixels or "?", "max_pixels_count": self.max_image_pixels},
                code="file_too_many_pixels",
            )


class NewsroomImageForm(BaseImageForm):
    """Wagtail's form with the careful field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (given := self.fields.get("file")) is not None:
            self.fields["file"] = CarefulImageField(
                label=given.label,
                required=given.required,
                help_text=given.help_text,
                widget=given.widget,
            )
