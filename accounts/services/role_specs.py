"""What each role may do, as data.

A role is a group. Page permissions are given on the home page of each locale (a
translator has one locale), collection permissions on the root collection.
``wagtail_localize.submit_translation`` is given to nobody: together with the right to
edit it would publish untranslated text past the right to publish.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

EDITOR = ("wagtailadmin.access_admin",)
SUBJECT_MODELS = ("topic", "person", "place")

WRITE_SUBJECTS = tuple(
    f"core.{action}_{model}" for model in SUBJECT_MODELS for action in ("add", "change", "publish")
)
CHANGE_SUBJECTS = tuple(f"core.change_{model}" for model in SUBJECT_MODELS)
MANAGE_SUBJECTS = tuple(
    f"core.{action}_{model}"
    for model in SUBJECT_MODELS
    for action in ("add", "change", "publish", "delete")
)

TRANSLATE_NOTICES = ("accounts.change_legalnotice",)
PUBLISH_NOTICES = tuple(f"accounts.{action}_legalnotice" for action in ("add", "change", "publish"))

CHOOSE_MEDIA = ("wagtailimages.choose_image", "wagtaildocs.choose_document")
ADD_MEDIA = ("wagtailimages.add_image", "wagtaildocs.add_document")
CHANGE_MEDIA = ("wagtailimages.change_image", "wagtaildocs.change_document")
DELETE_MEDIA = ("wagtailimages.delete_image", "wagtaildocs.delete_document")

VIEW_VIDEO_ASSETS = ("videos.view_videoasset",)
WRITE_VIDEO_ASSETS = ("videos.add_videoasset", "videos.change_videoasset")
DELETE_VIDEO_ASSETS = ("videos.delete_videoasset",)

COLLECTIONS = tuple(f"wagtailcore.{action}_collection" for action in ("add", "change", "delete"))
INSTALLATION = (
    # Nobody deletes accounts: they are switched off, or closed, and the records stay true.
    *(f"accounts.{action}_user" for action in ("add", "change")),
    *(f"auth.{action}_group" for action in ("add", "change", "delete")),
    *(
        f"wagtailcore.{action}_{model}"
        for model in ("locale", "site", "task", "workflow")
        for action in ("add", "change", "delete")
    ),
    *(f"wagtailredirects.{action}_redirect" for action in ("add", "change", "delete")),
    *(f"core.{action}_menu" for action in ("add", "change", "delete")),
    *(f"core.{action}_siteprofile" for action in ("add", "change")),
    "core.view_outboxmessage",
    "accounts.view_authevent",
)
MEDIA_ACCOUNTS = (
    "accounts.view_mediaaccount",
    "accounts.change_mediaaccount",
    *(f"accounts.{action}_trusteddomain" for action in ("view", "add", "change", "delete")),
)


@dataclass(frozen=True)
class RoleSpec:
    """A role: its stored name, its name for people, and what it may do where."""

    name: str
    label: Any
    permissions: tuple[str, ...] = ()
    collection_permissions: tuple[str, ...] = ()
    page_permissions: tuple[str, ...] = ()
    locale: str = ""
    whole_tree: bool = False


PRESS_OFFICER = RoleSpec(
    name="Press officer",
    label=_("Press officer"),
    permissions=(*EDITOR, *WRITE_SUBJECTS, *VIEW_VIDEO_ASSETS, *WRITE_VIDEO_ASSETS),
    collection_permissions=(*CHOOSE_MEDIA, *ADD_MEDIA, *VIEW_VIDEO_ASSETS, *WRITE_VIDEO_ASSETS),
    page_permissions=("add", "change", "publish", "lock"),
)
REVIEWER = RoleSpec(
    name="Reviewer",
    label=_("Reviewer"),
    permissions=(*EDITOR, *CHANGE_SUBJECTS, *VIEW_VIDEO_ASSETS),
    collection_permissions=CHOOSE_MEDIA,
    page_permissions=("change", "publish", "lock", "unlock"),
)
MEDIA_LIBRARY_MANAGER = RoleSpec(
    name="Media library manager",
    label=_("Media library manager"),
    permissions=(
        *EDITOR,
        *COLLECTIONS,
        *VIEW_VIDEO_ASSETS,
        *WRITE_VIDEO_ASSETS,
        *DELETE_VIDEO_ASSETS,
    ),
    collection_permissions=(
        *CHOOSE_MEDIA,
        *ADD_MEDIA,
        *CHANGE_MEDIA,
        *DELETE_MEDIA,
        *VIEW_VIDEO_ASSETS,
        *WRITE_VIDEO_ASSETS,
        *DELETE_VIDEO_ASSETS,
    ),
)
NEWSLETTER_EDITOR = RoleSpec(
    name="Newsletter editor",
    label=_("Newsletter editor"),
    permissions=EDITOR,
    collection_permissions=CHOOSE_MEDIA,
)
MEDIA_OFFICER = RoleSpec(
    name="Media officer",
    label=_("Media officer"),
    permissions=(*EDITOR, *MEDIA_ACCOUNTS),
)
ADMINISTRATOR = RoleSpec(
    name="Administrator",
    label=_("Administrator"),
    permissions=(
        *MEDIA_LIBRARY_MANAGER.permissions,
        *MANAGE_SUBJECTS,
        *PUBLISH_NOTICES,
        *MEDIA_ACCOUNTS,
        *INSTALLATION,
    ),
    collection_permissions=MEDIA_LIBRARY_MANAGER.collection_permissions,
    page_permissions=("add", "change", "publish", "lock", "unlock", "bulk_delete"),
    whole_tree=True,
)


def translator(locale: str) -> RoleSpec:
    """Return the role of those who translate into the locale: they edit, others publish."""
    language = settings.CONTENT_LOCALES[locale]
    return RoleSpec(
        name=f"Translator ({locale})",
        label=format_lazy("{role}: {language}", role=_("Translator"), language=language),
        permissions=(*EDITOR, *CHANGE_SUBJECTS, *TRANSLATE_NOTICES),
        collection_permissions=CHOOSE_MEDIA,
        page_permissions=("change",),
        locale=locale,
    )


def all_roles() -> list[RoleSpec]:
    """Return every role of this installation."""
    return [
        PRESS_OFFICER,
        REVIEWER,
        *(translator(locale) for locale in settings.CONTENT_LOCALES),
        MEDIA_LIBRARY_MANAGER,
        NEWSLETTER_EDITOR,
        MEDIA_OFFICER,
        ADMINISTRATOR,
    ]
