"""Writing what is published of a video into its files for download, as XMP.

Titles and rights change after a file was made, so it is a step of its own: it copies each file with
the packet of the day and puts the copy in the place of the file, with its size and checksum.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from cms.core import leased
from cms.core.models import OPEN_STATES, LeaseState
from cms.delivery.models import Audience, Change, Document, DocumentDependency, DocumentKind
from videos.derivative_choices import DerivativeStep, RenditionPurpose
from videos.metadata.xmp import xmp_packet
from videos.models import Derivative, Rendition, VideoAsset
from videos.services.requesting import fresh_work

LOOK_BACK = timedelta(days=1)
ASSET_KEY = "asset:"


@dataclass(frozen=True, slots=True)
class Description:
    """What is published of an asset, and which editions of which documents say so."""

    packet: str
    etags: list[str]

    @property
    def digest(self) -> str:
        """Return a short name of what the packet says."""
        return hashlib.sha256(self.packet.encode()).hexdigest()


def described_renditions(asset: VideoAsset) -> list[Rendition]:
    """Return the files that carry a packet: MP4 for download."""
    files = asset.renditions.filter(purpose=RenditionPurpose.DOWNLOAD, container="mp4")
    return list(files.order_by("filename"))


def describe(asset: VideoAsset) -> Description | None:
    """Return what is published of an asset now, None when nothing is."""
    documents = Document.objects.usable().filter(
        kind=DocumentKind.VIDEO, dependencies__key=asset.dependency_key
    )
    return _description(documents)


def note_changed_descriptions(at: datetime) -> int:
    """Ask for the files whose video was published or changed lately; return how many assets."""
    changed = Change.objects.filter(
        audience=Audience.PUBLIC, kind=DocumentKind.VIDEO, created_at__gt=at - LOOK_BACK
    )
    documents = Document.objects.usable().filter(
        kind=DocumentKind.VIDEO, work__in=changed.values("work")
    )
    keys = DocumentDependency.objects.filter(document__in=documents, key__startswith=ASSET_KEY)
    uuids = [UUID(key.removeprefix(ASSET_KEY)) for key in keys.values_list("key", flat=True)]
    assets = VideoAsset.objects.filter(
        uuid__in=uuids, renditions__purpose=RenditionPurpose.DOWNLOAD, renditions__container="mp4"
    ).distinct()
    by_asset = _etags_by_asset(assets)
    works = Derivative.objects.filter(asset__in=assets, step=DerivativeStep.METADATA)
    rows = {(row.asset_id, row.master): row for row in works}
    files = _files_by_asset(assets)
    asked = 0
    for asset in assets:
        row = rows.get((asset.pk, asset.master.name))
        etags, names = by_asset.get(asset.pk, []), files.get(asset.pk, [])
        if etags and not _is_settled(row, etags, names):
            asked += _ask(asset, row, etags, names)
    return asked


def _is_settled(row: Derivative | None, etags: list[str], files: list[str]) -> bool:
    """Whether the work is on its way, or was done for these documents and files."""
    if row is None:
        return False
    done_for = (row.found.get("etags"), row.found.get("files"))
    return row.state in OPEN_STATES or done_for == (etags, files)


@transaction.atomic
def _ask(asset: VideoAsset, row: Derivative | None, etags: list[str], files: list[str]) -> bool:
    """Queue the work unless the files say it already; then note for which documents."""
    if row is not None:
        found = row.found
        description = describe(asset)
        if description is None:
            return False
        if (found.get("packet"), found.get("files")) == (description.digest, files):
            row.found = found | {"etags": etags}
            Derivative.objects.filter(pk=row.pk, state=LeaseState.DONE).update(found=row.found)
            return False
    Derivative.objects.update_or_create(
        asset=asset,
        master=asset.master.name,
        step=DerivativeStep.METADATA,
        defaults={**fresh_work(), "found": {"etags": etags, "files": files}},
    )
    leased.kick(Derivative)
    return True


def _etags_by_asset(assets: Iterable[VideoAsset]) -> dict[int, list[str]]:
    """Return the editions of the documents that show each asset."""
    pks = {asset.dependency_key: asset.pk for asset in assets}
    shown = DocumentDependency.objects.filter(
        key__in=list(pks),
        document__in=Document.objects.usable().filter(kind=DocumentKind.VIDEO),
    )
    found: dict[int, list[str]] = {}
    for key, etag in shown.order_by("document__body_etag").values_list(
        "key", "document__body_etag"
    ):
        found.setdefault(pks[key], []).append(etag)
    return found


def _files_by_asset(assets: Iterable[VideoAsset]) -> dict[int, list[str]]:
    renditions = Rendition.objects.filter(
        asset__in=list(assets), purpose=RenditionPurpose.DOWNLOAD, container="mp4"
    )
    found: dict[int, list[str]] = {}
    for pk, file in renditions.order_by("filename").values_list("asset_id", "file"):
        found.setdefault(pk, []).append(file)
    return found


def _description(documents: Iterable[Document]) -> Description | None:
    """Describe the work that was published first, its original language before the others."""
    rows = sorted(
        documents,
        key=lambda row: (str(row.published_at), row.work, not row.is_source, row.locale),
    )
    if not rows:
        return None
    ours: list[dict[str, Any]] = [
        orjson.loads(bytes(row.body)) for row in rows if row.work == rows[0].work
    ]
    return Description(xmp_packet(ours), sorted(row.body_etag for row in rows))
