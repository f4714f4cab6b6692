"""Loading the demo newsroom into an empty installation.

Accounts and media are created one by one and found again by their fixed identifiers. All texts and
pages are one transaction: a run that was stopped leaves none of them, and the next run does it all.
"""

from collections.abc import Callable

from django.utils import timezone
from wagtail.models import Locale

from accounts.models import User
from accounts.services.roles import set_up_roles
from cms.delivery.pending import project_postponed
from cms.delivery.publication import publication
from cms.website.demo.accounts import create_accounts
from cms.website.demo.content import read_content
from cms.website.demo.filling import fill_pages
from cms.website.demo.indexing import index_everything, no_index_tasks
from cms.website.demo.media import create_media
from cms.website.demo.moments import Calendar
from cms.website.demo.notices import publish_notices, register_media_user
from cms.website.demo.records import DemoContent
from cms.website.demo.shelf import Shelf
from cms.website.demo.subjects import create_subjects, fill_menus, fill_site_profiles
from cms.website.demo.tree import STORIES, adopt_fixed_pages, plant_stories, stories
from news.models import HomePage
from news.services.site_tree import ensure_site_tree


def is_empty() -> bool:
    """Say whether nobody has written a story here yet."""
    return not any(model.objects.exists() for model, _listing in STORIES.values())


def load_demo(*, progress: Callable[[str], None], content: DemoContent | None = None) -> bool:
    """Create the demo newsroom; return False when there are stories already.

    The accounts are completed in any case, so that their file is there.
    """
    homes = ensure_site_tree()
    set_up_roles()
    users = create_accounts()
    if not is_empty():
        return False
    content = content or read_content()
    shelf = _shelf(users["press_officer"])
    with no_index_tasks():
        create_media(content, shelf, progress=progress)
    progress(f"Writing {sum(len(item.locales) for _kind, item in stories(content))} pages")
    _create_texts(content, shelf, homes, media_user=users["media_user"])
    progress("Delivering documents")
    project_postponed()
    return True


def _create_texts(
    content: DemoContent, shelf: Shelf, homes: dict[str, HomePage], *, media_user: User
) -> None:
    with publication():
        with no_index_tasks():
            create_subjects(content, shelf)
            adopt_fixed_pages(shelf, homes)
            plant_stories(content, shelf)
            fill_pages(content, shelf)
            fill_menus(content, shelf)
            fill_site_profiles(content, shelf)
            publish_notices(content, shelf)
            register_media_user(media_user, shelf)
        index_everything()


def _shelf(editor: User) -> Shelf:
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    return Shelf(calendar=Calendar(now=timezone.now()), editor=editor, locales=locales)
