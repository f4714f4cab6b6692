"""Editors' redirects: the list in Wagtail's settings, told to readers as addresses.

A page that is public at a path comes before a redirect from it, as in Wagtail. A redirect to a page
exists for readers only while that page is delivered. Those that Wagtail would make by itself when a
page moves are passed over: moving leaves an address behind already.
"""

from django.db.models import QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.core.locales import content_codes
from cms.delivery.models import Address, AddressState, Audience, Document
from cms.delivery.store import canonical_path


def project_redirect(redirect: Redirect) -> None:
    """Let the redirect's path lead to its target, and its former path nowhere."""
    Address.objects.filter(redirect=redirect).exclude(state=AddressState.PAGE).delete()
    path = None if "?" in redirect.old_path else canonical_path(redirect.old_path)
    document = _document_of(redirect)
    target = "" if redirect.redirect_page_id else redirect.redirect_link
    if redirect.automatically_created or path is None or not (document or target):
        return
    if document is not None and document.path == path:
        return
    for site_id in _sites_of(redirect):
        here = Address.objects.filter(audience=Audience.PUBLIC, site_id=site_id, path=path)
        if here.filter(state=AddressState.PAGE, document__isnull=False).exists():
            continue
        here.update_or_create(
            audience=Audience.PUBLIC,
            site_id=site_id,
            path=path,
            defaults={
                "locale": document.locale if document else _locale_of(path),
                "state": AddressState.REDIRECT,
                "document": document,
                "work": document.work if document else None,
                "target": target,
                "notice": "",
                "redirect": redirect,
            },
        )


def project_redirects_to(document: Document) -> None:
    """Project the redirects that wait for a document to be delivered."""
    _project(
        Redirect.objects.filter(
            redirect_page__translation_key=document.work,
            redirect_page__locale__language_code=document.locale,
        )
    )


def project_redirects_from(path: str) -> None:
    """Project the redirects from a path that a page has left."""
    _project(Redirect.objects.filter(old_path=Redirect.normalise_path(path)))


def project_all() -> None:
    """Project every redirect."""
    _project(Redirect.objects.all())


def _project(redirects: QuerySet[Redirect]) -> None:
    for redirect in redirects.filter(automatically_created=False).order_by("pk"):
        project_redirect(redirect)


def _document_of(redirect: Redirect) -> Document | None:
    page = redirect.redirect_page
    if page is None:
        return None
    of_work = Document.objects.of(page.translation_key).filter(path__isnull=False)
    return of_work.filter(locale=page.locale.language_code).first()


def _sites_of(redirect: Redirect) -> list[int]:
    if redirect.site_id is not None:
        return [redirect.site_id]
    return list(Site.objects.order_by("pk").values_list("pk", flat=True))


def _locale_of(path: str) -> str:
    codes = content_codes()
    first = path.split("/")[1]
    return first if first in codes else codes[0]
