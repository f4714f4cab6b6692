"""Storage of files that no address leads to."""

from typing import NoReturn

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class PrivateStorage(FileSystemStorage):
    """Files under ``PRIVATE_MEDIA_ROOT``: masters and other originals. They have no URL."""

    def __init__(self) -> None:
        super().__init__(
            location=settings.PRIVATE_MEDIA_ROOT,
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
        )

    def url(self, name: str | None) -> NoReturn:
        """Refuse: a private file is never served by its name.

        Raises:
            ValueError: always.
        """
        raise ValueError("A private file has no address.")
