"""Where files lie: in folders of this machine, or in a store that others share."""

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.deconstruct import deconstructible


@deconstructible
class PrivateStorage(FileSystemStorage):
    """Files under ``PRIVATE_MEDIA_ROOT``: masters and other originals. They have no URL."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    # Read each time: the fields of models keep the storage that they were made with.
    @property
    def base_location(self) -> Path:
        """Return the folder."""
        return Path(settings.PRIVATE_MEDIA_ROOT)

    @property
    def location(self) -> str:
        """Return the folder as an absolute path."""
        return os.path.abspath(self.base_location)

    def url(self, name: str | None) -> NoReturn:
        """Refuse: a private file is never served by its name.

        Raises:
            ValueError: always.
        """
        raise ValueError("A private file has no address.")


@dataclass(frozen=True, slots=True)
class UnfinishedFile:
    """A file that a store has some parts of, and that does not exist yet.

    Attributes:
        upload_id: what the store calls it.
        began_at: when it was begun, with time zone.
    """

    name: str
    upload_id: str
    began_at: datetime


@dataclass(frozen=True, slots=True)
class FilePart:
    """A part of an unfinished file, as the store has it. ``tag`` is what the store calls it by."""

    number: int
    size_bytes: int
    tag: str


class RemoteStorage(Storage, ABC):
    """Storage without folders: its files are on no disk of ours, and have no ``path``."""

    @abstractmethod
    def download(self, name: str, target: Path, on_bytes: Callable[[int], object]) -> None:
        """Copy a file to a path. ``on_bytes`` hears of each piece; what it raises ends the copy.

        Raises:
            FileNotFoundError: there is no such file.
        """

    @abstractmethod
    def files_below(self, folder: str) -> Iterator[str]:
        """Yield the names of all files whose names begin with the folder's."""

    @abstractmethod
    def unfinished_below(self, folder: str) -> Iterator[UnfinishedFile]:
        """Yield the files there that have parts only: from a killed process, or just under way."""

    @abstractmethod
    def abandon(self, unfinished: UnfinishedFile) -> None:
        """Delete the parts of a file that will not be finished. None is no error."""

    @abstractmethod
    def begin_file(self, name: str) -> str:
        """Begin a file that others will send in parts; return the store's id of the upload."""

    @abstractmethod
    def part_url(self, name: str, upload_id: str, number: int, *, seconds: int) -> str:
        """Return an address that takes a part by PUT from everybody who knows it.

        ``number`` is from 1 to 10,000. A part that is sent again replaces the earlier one.
        """

    @abstractmethod
    def parts_of(self, name: str, upload_id: str) -> list[FilePart]:
        """Return the parts that are there, by number.

        Raises:
            FileNotFoundError: the file was finished or abandoned.
        """

    @abstractmethod
    def finish_file(self, name: str, upload_id: str, parts: Sequence[FilePart]) -> None:
        """Put the parts together.

        Raises:
            FileNotFoundError: as above.
        """

    @property
    @abstractmethod
    def origin(self) -> str:
        """Return the scheme and host of its addresses, for the policies of pages."""

    @abstractmethod
    def signed_url(self, name: str, *, seconds: int, headers: Mapping[str, str]) -> str:
        """Return an address that gives a file to everybody who knows it, for so many seconds.

        The answer will carry ``headers``: ``Content-Type``, ``Content-Disposition`` and
        ``Cache-Control`` may be among them.
        """
