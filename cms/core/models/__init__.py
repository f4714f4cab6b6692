"""Models of the kernel. One concept a file; import them from here."""

from cms.core.models.documents import NewsroomDocument
from cms.core.models.heartbeat import Heartbeat
from cms.core.models.images import NewsroomImage, NewsroomRendition
from cms.core.models.leased import (
    OPEN_STATES,
    DrainWake,
    LeasedRow,
    LeasedRowQuerySet,
    LeaseLostError,
    LeaseState,
)
from cms.core.models.menus import Menu, MenuItem
from cms.core.models.outbox import OutboxMessage
from cms.core.models.pages import BaseIndexPage, BasePage
from cms.core.models.site_profile import SiteProfile
from cms.core.models.snippets import Person, Place, Topic

__all__ = [
    "OPEN_STATES",
    "BaseIndexPage",
    "BasePage",
    "DrainWake",
    "Heartbeat",
    "LeaseLostError",
    "LeaseState",
    "LeasedRow",
    "LeasedRowQuerySet",
    "Menu",
    "MenuItem",
    "NewsroomDocument",
    "NewsroomImage",
    "NewsroomRendition",
    "OutboxMessage",
    "Person",
    "Place",
    "SiteProfile",
    "Topic",
]
