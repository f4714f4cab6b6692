"""How much may be uploaded: one rule each for a file, a person, the library and the disk.

A file under way counts with its full size from the beginning, so that what was promised to one
upload is not promised to the next.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Q, Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from cms.core.storage import RemoteStorage
from videos.conf import video_settings
from videos.models import Upload, UploadStage, VideoAsset
from videos.models.asset import private_storage
from videos.uploads import incoming


class UploadLimit(models.TextChoices):
    """What an upload may run into, and what to do then."""

    EMPTY = "empty", _("This file is empty. Choose another one.")
    FILE = "file", _("The file has %(size)s. At most %(limit)s can be uploaded.")
    PERSON = (
        "person",
        _(
            "The file has %(size)s, and you may add %(limit)s more. Delete video assets that you "
            "added, or ask an administrator."
        ),
    )
    LIBRARY = (
        "library",
        _(
            "The file has %(size)s, and the media library takes %(limit)s more. Delete video "
            "assets, or ask an administrator."
        ),
    )
    DISK = (
        "disk",
        _(
            "The file has %(size)s, and the disk has room for %(limit)s more. Ask an administrator "
            "to make room."
        ),
    )
    COLLECTION = (
        "collection",
        _("You may not add videos to this collection. Choose another one."),
    )

    @property
    def when_full(self) -> str:
        """Return what to say before a file is chosen, when nothing would fit."""
        match self:
            case UploadLimit.PERSON:
                return gettext(
                    "You may add no more. Delete video assets that you added, or ask an "
                    "administrator."
                )
            case UploadLimit.LIBRARY:
                return gettext(
                    "The media library is full. Delete video assets, or ask an administrator."
                )
        return gettext("The disk is full. Ask an administrator to make room.")


class UploadRefused(Exception):
    """The upload may not begin."""

    def __init__(self, limit: UploadLimit, *, size: int = 0, left: int = 0) -> None:
        super().__init__(str(limit.value))
        self.limit = limit
        self.size = size
        self.left = left

    @property
    def message(self) -> str:
        """Return what to tell the person."""
        sizes = {"size": filesizeformat(self.size), "limit": filesizeformat(self.left)}
        return str(self.limit.label) % sizes


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """How many bytes each rule leaves; None where there is no rule."""

    file: int
    person: int | None
    library: int | None
    disk: int | None

    @property
    def smallest(self) -> int:
        """Return how large a file may be now."""
        return max(0, min(left for _limit, left in self._rules()))

    @property
    def shared(self) -> int | None:
        """Return how much all together may still add, None without a limit."""
        left = [room for room in (self.disk, self.library) if room is not None]
        return max(0, min(left)) if left else None

    @property
    def full(self) -> UploadLimit | None:
        """Return the first rule that leaves nothing."""
        return next((limit for limit, left in self._rules() if left <= 0), None)

    def check(self, size: int) -> None:
        """Refuse a file that is too large, for the first rule that it breaks.

        Raises:
            UploadRefused: with the rule and what it leaves.
        """
        for limit, left in self._rules():
            if size > left:
                raise UploadRefused(limit, size=size, left=max(0, left))

    def _rules(self) -> list[tuple[UploadLimit, int]]:
        rules = [
            (UploadLimit.FILE, self.file),
            (UploadLimit.PERSON, self.person),
            (UploadLimit.LIBRARY, self.library),
            (UploadLimit.DISK, self.disk),
        ]
        return [(limit, left) for limit, left in rules if left is not None]


@contextmanager
def library_lock() -> Iterator[None]:
    """Decide alone: nobody else begins or ends an upload in the meantime."""
    with transaction.atomic():
        # SQLite writes alone anyway.
        list(Collection.objects.filter(depth=1).select_for_update(no_key=True))
        yield


def check(owner: Any, size: int) -> None:
    """Refuse a file for which there is no room now. ``owner`` None is the installation.

    Raises:
        UploadRefused: with the reason.
    """
    if size <= 0:
        raise UploadRefused(UploadLimit.EMPTY)
    room_for(owner).check(size)


def room_for(owner: Any) -> Room:
    """Return how much room there is for this person now."""
    limits = video_settings()
    person = library = None
    if limits.USER_QUOTA_BYTES and owner is not None:
        person = limits.USER_QUOTA_BYTES - _bytes_of(Upload.objects.filter(owner=owner))
    if limits.STORE_QUOTA_BYTES:
        masters = VideoAsset.objects.aggregate(total=Sum("size_bytes"))["total"] or 0
        library = limits.STORE_QUOTA_BYTES - masters - _total(Upload.objects.open())
    disk = None
    if not isinstance(private_storage(), RemoteStorage):
        disk = _free_bytes() - limits.KEEP_FREE_BYTES - _bytes_to_come()
    return Room(file=limits.MAX_UPLOAD_BYTES, person=person, library=library, disk=disk)


def _bytes_of(uploads: Any) -> int:
    """Return what these uploads take: those under way, and those whose asset is still there."""
    in_library = Q(stage=UploadStage.TAKEN, asset__isnull=False)
    return _total(uploads.open()) + _total(uploads.filter(in_library))


def _total(uploads: Any) -> int:
    return int(uploads.aggregate(total=Sum("size_bytes"))["total"] or 0)


def _free_bytes() -> int:
    incoming.folder().mkdir(mode=incoming.FOLDER_MODE, parents=True, exist_ok=True)
    return shutil.disk_usage(incoming.folder()).free


def _bytes_to_come() -> int:
    """Return what uploads under way still need of the disk."""
    receiving = Upload.objects.filter(stage=UploadStage.RECEIVING)
    to_come = 0
    for uuid, size in receiving.values_list("uuid", "size_bytes").iterator():
        try:
            to_come += size - incoming.size_of(uuid)
        except incoming.UploadGoneError:
            continue
    return to_come
