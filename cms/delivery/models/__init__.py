"""The tables of the delivery store. Everything public is read from here and nowhere else."""

from cms.delivery.models.addresses import Address, AddressState, Tombstone
from cms.delivery.models.changes import Change, ChangeCounter, ChangeOperation
from cms.delivery.models.documents import (
    SUBJECT_KINDS,
    Audience,
    Document,
    DocumentDependency,
    DocumentFacet,
    DocumentKind,
    DocumentStatus,
)
from cms.delivery.models.fingerprint import StoreFingerprint
from cms.delivery.models.pending import ProjectionJob

__all__ = [
    "SUBJECT_KINDS",
    "Address",
    "AddressState",
    "Audience",
    "Change",
    "ChangeCounter",
    "ChangeOperation",
    "Document",
    "DocumentDependency",
    "DocumentFacet",
    "DocumentKind",
    "DocumentStatus",
    "ProjectionJob",
    "StoreFingerprint",
    "Tombstone",
]
