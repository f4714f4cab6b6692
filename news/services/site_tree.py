"""The skeleton of the site: locales, home pages, index pages, menus, site profiles."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms.core.models import BasePage, Menu, MenuItem, SiteProfile
from cms.delivery.publication import mark, publication
from news.models import ArticleIndexPage, HomePage, ProgrammeIndexPage
from videos.models import VideoIndexPage

WELCOME_PAGE_PATH = "/home/"
INDEX_MODELS = (ArticleIndexPage, ProgrammeIndexPage, VideoIndexPage)


@dataclass(frozen=True)
class Names:
    """How the skeleton is called in one language."""

    home: str
    indexes: tuple[tuple[str, str], ...]
    header: str
    footer: str
    organisation: str


NAMES = {
    "en": Names(
        home="Home",
        indexes=(("News", "news"), ("Programmes", "programmes"), ("Videos", "videos")),
        header="Header",
        footer="Footer",
        organisation="Newsroom",
    ),
    "fr": Names(
        home="Accueil",
        indexes=(
            ("Actualités", "actualites"),
            ("Programmes", "programmes"),
            ("Vidéos", "videos"),
        ),
        header="En-tête",
        footer="Pied de page",
        organisation="Salle de presse",
    ),
    "uk": Names(
        home="Головна",
        indexes=(("Новини", "новини"), ("Програми", "програми"), ("Відео", "відео")),
        header="Верхнє меню",
        footer="Нижнє меню",
        organisation="Пресцентр",
    ),
    "ar": Names(
        home="الصفحة الرئيسية",
        indexes=(("الأخبار", "الأخبار"), ("البرامج", "البرامج"), ("الفيديو", "الفيديو")),
        header="القائمة العليا",
        footer="القائمة السفلى",
        organisation="غرفة الأخبار",
    ),
}


def ensure_site_tree() -> dict[str, HomePage]:
    """Create what is missing and return the home page of each locale. Safe to call again."""
    with publication():
        locales = [_ensure_locale(code) for code in settings.CONTENT_LOCALES]
        root = Page.get_first_root_node()
        homes: dict[str, HomePage] = {}
        for locale in locales:
            source = next(iter(homes.values()), None)
            homes[locale.language_code] = _ensure_home(root, locale, source)
        _ensure_site(next(iter(homes.values())))
        for model_number in range(len(INDEX_MODELS)):
            _ensure_indexes(homes, model_number)
        _ensure_menus(homes)
        _ensure_profiles(locales)
    return homes


def _ensure_locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def _names(code: str) -> Names:
    return NAMES.get(code, NAMES["en"])


def _ensure_home(root: Page, locale: Locale, source: HomePage | None) -> HomePage:
    code = locale.language_code
    found: HomePage | None = HomePage.objects.filter(locale=locale).order_by("path").first()
    if found is not None:
        return found
    home = HomePage(title=_names(code).home, slug=code, locale=locale)
    if source is not None:
        home.translation_key = source.translation_key
    return _add(root, home)


def _ensure_site(home: HomePage) -> None:
    """Make the first home page the root of the default site, instead of the welcome page."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(hostname="localhost", is_default_site=True)
    if site.pk and isinstance(site.root_page.specific, HomePage):
        return
    welcome = Page.objects.filter(url_path=WELCOME_PAGE_PATH).exclude(pk=home.pk).first()
    site.root_page = home
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.save()
    if welcome is not None and welcome.specific_class is Page and welcome.is_leaf():
        welcome.delete()


def _ensure_indexes(homes: dict[str, HomePage], number: int) -> None:
    model = INDEX_MODELS[number]
    key = None
    for code, home in homes.items():
        index = model.objects.child_of(home).first()
        if index is None:
            title, slug = _names(code).indexes[number]
            index = model(title=title, slug=slug, locale=home.locale)
            if key is not None:
                index.translation_key = key
            _add(home, index)
        key = key or index.translation_key


def _ensure_menus(homes: dict[str, HomePage]) -> None:
    for handle in ("header", "footer"):
        key = None
        for code, home in homes.items():
            menu = Menu.objects.filter(locale=home.locale, handle=handle).first()
            if menu is None:
                menu = Menu(handle=handle, title=getattr(_names(code), handle), locale=home.locale)
                if key is not None:
                    menu.translation_key = key
                pages = [model.objects.child_of(home).first() for model in INDEX_MODELS]
                menu.items = [
                    MenuItem(page=page, sort_order=order)
                    for order, page in enumerate(filter(None, pages))
                ]
                menu.save()
            key = key or menu.translation_key


def _ensure_profiles(locales: list[Locale]) -> None:
    key = None
    for locale in locales:
        profile = SiteProfile.objects.filter(locale=locale).first()
        if profile is None:
            profile = SiteProfile(organisation=_organisation(locale.language_code), locale=locale)
            if key is not None:
                profile.translation_key = key
            profile.save()
        key = key or profile.translation_key


def _organisation(code: str) -> str:
    """Return ``SITE_NAME`` where there is one, else what a newsroom is called in the language."""
    has_name = NAMES["en"].organisation != settings.WAGTAIL_SITE_NAME
    return settings.WAGTAIL_SITE_NAME if has_name else _names(code).organisation


def _add[P: BasePage](parent: Page, page: P) -> P:
    """Add a released page. It has no history, so it needs no revision."""
    page.live = True
    page.has_unpublished_changes = False
    page.first_published_at = page.last_published_at = timezone.now()
    parent.add_child(instance=page)
    mark(page.document_kind, page.translation_key, page.locale.language_code)
    return page
