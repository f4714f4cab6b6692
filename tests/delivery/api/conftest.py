"""Readers are tried on a store that holds nothing but what the test puts there."""

import pytest

from cms.delivery.models import Address, ChangeCounter, Document, Tombstone


@pytest.fixture(autouse=True)
def _empty_store(db: None) -> None:
    for model in (Address, Tombstone, Document, ChangeCounter):
        model.objects.all().delete()
