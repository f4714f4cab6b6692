"""Noticing that stored documents were made with other addresses, keys, labels or shapes."""

import hashlib
from pathlib import Path

from django.conf import settings

from cms.delivery.models import StoreFingerprint
from cms.delivery.rebuilding import rebuild

# Raise it whenever the JSON of a card or body changes, or what lists can be narrowed by.
SHAPE_VERSION = "4"


def current() -> str:
    """Return a hash of everything outside the content that documents' bytes depend on."""
    parts = (SHAPE_VERSION, settings.BASE_URL, settings.FILES_URL, settings.SECRET_KEY)
    digest = hashlib.sha256("\n".join(parts).encode())
    # Labels such as that of a kind are part of the documents.
    for folder in settings.LOCALE_PATHS:
        for catalogue in sorted(Path(folder).glob("*/LC_MESSAGES/django.mo")):
            digest.update(catalogue.read_bytes())
    return digest.hexdigest()


def is_stored() -> bool:
    """Return whether the stored documents were made with these settings and this code."""
    stored = StoreFingerprint.objects.first()
    return stored is not None and stored.value == current()


def refresh_if_changed() -> bool:
    """Rebuild all documents when they were made with other settings; return whether they were."""
    if is_stored():
        return False
    rebuild()
    StoreFingerprint.objects.all().delete()
    StoreFingerprint.objects.create(value=current())
    return True
