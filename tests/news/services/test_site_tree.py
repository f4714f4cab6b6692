import pytest

from cms.core.models import SiteProfile
from news.services.site_tree import ensure_site_tree

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("site_name", "organisations"),
    [
        ("Newsroom", {"en": "Newsroom", "fr": "Salle de presse", "ar": "غرفة الأخبار"}),
        ("Halcyon", {"en": "Halcyon", "fr": "Halcyon", "ar": "Halcyon"}),
    ],
)
def test_site_profiles_begin_with_the_name_of_the_installation(settings, site_name, organisations):
    settings.WAGTAIL_SITE_NAME = site_name
    SiteProfile.objects.all().delete()

    ensure_site_tree()

    names = dict(SiteProfile.objects.values_list("locale__language_code", "organisation"))
    assert organisations.items() <= names.items()
