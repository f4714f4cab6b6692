"""Wagtail's and Django's signals, each turned into one request for a projection.

Pages announce themselves by ``page_*`` signals, draftable snippets by the generic ones, all else by
``post_save`` and ``post_delete``. No handler reads the instance's content: the row decides later.
"""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    DraftStateMixin,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail.signals import (
    page_published,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from cms.core.models import Menu, MenuItem, NewsroomDocument, NewsroomImage
from cms.delivery import registry
from cms.delivery.changes import lock_counters
from cms.delivery.publication import mark, mark_dependents, publication
from cms.delivery.rebuilding import mark_everything
from cms.delivery.redirects import project_redirect


def connect() -> None:
    """Connect every handler. Called once, from ``AppConfig.ready()``."""
    page_published.connect(on_page_changed, dispatch_uid="delivery.page_published")
    page_unpublished.connect(on_page_changed, dispatch_uid="delivery.page_unpublished")
    post_page_move.connect(on_tree_changed, dispatch_uid="delivery.post_page_move")
    published.connect(on_snippet_changed, dispatch_uid="delivery.published")
    unpublished.connect(on_snippet_changed, dispatch_uid="delivery.unpublished")
    post_delete.connect(on_deleted, dispatch_uid="delivery.deleted")
    post_save.connect(on_saved, dispatch_uid="delivery.saved")
    for sender in (PageViewRestriction, CollectionViewRestriction):
        for signal in (post_save, post_delete):
            signal.connect(on_restriction_changed, sender=sender, dispatch_uid=_uid(signal, sender))
    for sender in (NewsroomImage, NewsroomDocument):
        for signal in (post_save, post_delete):
            signal.connect(on_media_changed, sender=sender, dispatch_uid=_uid(signal, sender))
    for sender in (Site, Locale):
        for signal in (post_save, post_delete):
            signal.connect(on_site_changed, sender=sender, dispatch_uid=_uid(signal, sender))
    post_save.connect(on_redirect_saved, sender=Redirect, dispatch_uid=_uid(post_save, Redirect))


def on_page_changed(sender: type[Model], instance: Page, **kwargs: Any) -> None:
    """Project the page."""
    _mark(instance)


def on_snippet_changed(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Project the snippet and what embeds it. Pages have signals of their own."""
    if not isinstance(instance, Page):
        _mark(instance)


def on_saved(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Project what has no drafts, such as a menu, on each save.

    A page that stops being an alias is projected too: no signal of its own says so.
    """
    if isinstance(instance, MenuItem):
        _mark(instance.menu)
    elif not isinstance(instance, DraftStateMixin):
        _mark(instance)
    elif isinstance(instance, Page) and "alias_of_id" in (kwargs.get("update_fields") or ()):
        _mark(instance.specific)


def on_deleted(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Remove the document of what is deleted; the row is gone by now.

    What referred to it forgets it, also when it was never delivered.
    """
    if isinstance(instance, MenuItem):
        for menu in Menu.objects.filter(pk=instance.menu_id):
            _mark(menu)
        return
    with publication():
        _mark(instance)
        if registry.for_model(type(instance)) is not None:
            mark_dependents(f"work:{instance.translation_key}")


def on_tree_changed(sender: type[Model], instance: Page, **kwargs: Any) -> None:
    """Project a moved page and everything below it."""
    _mark_tree(instance)


def on_restriction_changed(
    sender: type[Model],
    instance: PageViewRestriction | CollectionViewRestriction,
    **kwargs: Any,
) -> None:
    """Project the whole subtree that a restriction covers, or the files of its collection."""
    if isinstance(instance, PageViewRestriction):
        _mark_tree(instance.page)
        return
    collections = instance.collection.get_descendants(inclusive=True)
    _mark_files(collections)


def on_media_changed(
    sender: type[Model], instance: NewsroomImage | NewsroomDocument, **kwargs: Any
) -> None:
    """Project what shows the image or offers the file."""
    prefix = "image" if isinstance(instance, NewsroomImage) else "document"
    mark_dependents(f"{prefix}:{instance.uuid}")


def on_site_changed(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Project everything: addresses and languages hang on sites and locales."""
    Site.clear_site_root_paths_cache()
    mark_everything()


def on_redirect_saved(sender: type[Model], instance: Redirect, **kwargs: Any) -> None:
    """Project the redirect. A deleted one takes its addresses along."""
    with publication():
        lock_counters()
        project_redirect(instance)


def _mark(instance: Any) -> None:
    projector = registry.for_model(type(instance))
    if projector is None:
        return
    work = instance.translation_key
    with publication():
        mark(projector.kind, work, instance.locale.language_code)
        if projector.needs_reference:
            mark_dependents(f"work:{work}")


def _mark_tree(page: Page) -> None:
    with publication():
        pages = Page.objects.descendant_of(page, inclusive=True).select_related("locale")
        for descendant in pages.iterator(chunk_size=200):
            model = descendant.specific_class
            projector = registry.for_model(model) if model is not None else None
            if projector is not None:
                mark(projector.kind, descendant.translation_key, descendant.locale.language_code)


def on_collection_moved(collection: Collection) -> None:
    """Project what offers the files of a collection: it may be private or public by now."""
    _mark_files(Collection.objects.get(pk=collection.pk).get_descendants(inclusive=True))


def _mark_files(collections: Any) -> None:
    documents = NewsroomDocument.objects.filter(collection__in=collections)
    uuids = documents.values_list("uuid", flat=True)
    mark_dependents(*(f"document:{uuid}" for uuid in uuids))


def _uid(signal: Any, sender: type[Model]) -> str:
    name = "saved" if signal is post_save else "deleted"
    return f"delivery.{sender.__name__}.{name}"
