"""Public paths of pages: ``/<locale>/…`` under the site that holds the page."""

from dataclasses import dataclass

from wagtail.models import Page, Site


@dataclass(frozen=True, slots=True)
class Route:
    """Where a page lives."""

    site_id: int
    path: str


def route_of(page: Page) -> Route | None:
    """Return the page's route, or None when no site's tree of its language holds it."""
    language = page.locale.language_code
    for root in Site.get_site_root_paths():
        if root.language_code == language and page.url_path.startswith(root.root_path):
            rest = page.url_path[len(root.root_path) :]
            return Route(site_id=root.site_id, path=f"/{language}/{rest}")
    return None
