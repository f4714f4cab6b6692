import dataclasses
import json
import stat
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import ModelLogEntry, Page, ReferenceIndex, WorkflowState
from wagtail_localize.models import StringTranslation, Translation

from accounts.models import NoticeEdition, User
from accounts.services import consents, notices
from cms.core.models import MenuItem, NewsroomDocument, NewsroomImage, Person, Place, Topic
from cms.delivery.models import Change, Document
from cms.website.demo import loader
from cms.website.demo.accounts import accounts_file, create_accounts
from cms.website.demo.content import read_content
from cms.website.demo.loader import load_demo
from news.models import ArticlePage, ProgrammePage, ProgrammeSession
from videos.models import VideoAsset, VideoPage

COUNTED = (
    Page,
    NewsroomImage,
    NewsroomDocument,
    VideoAsset,
    Topic,
    Person,
    Place,
    MenuItem,
    ProgrammeSession,
    User,
    NoticeEdition,
    Translation,
    StringTranslation,
    Document,
    Change,
    ReferenceIndex,
    ModelLogEntry,
)


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"


@pytest.fixture
def short_content():
    """The demo with clips of one second: what they show is tested elsewhere."""
    content = read_content()
    videos = {key: dataclasses.replace(video, seconds=1) for key, video in content.videos.items()}
    return dataclasses.replace(content, videos=videos)


def counts():
    return {model.__name__: model.objects.count() for model in COUNTED}


def be_silent(line):
    pass


@pytest.mark.django_db
class TestLoadDemo:
    def test_finishes_what_a_stopped_run_began_and_leaves_a_full_newsroom_alone(
        self, short_content, monkeypatch
    ):
        with monkeypatch.context() as patched:
            patched.setattr(loader, "fill_pages", stop)
            with pytest.raises(KeyboardInterrupt):
                load_demo(progress=be_silent, content=short_content)
        assert loader.is_empty()
        assert not Topic.objects.exists()
        images = NewsroomImage.objects.count()

        assert load_demo(progress=be_silent, content=short_content) is True
        assert NewsroomImage.objects.count() == images
        assert VideoAsset.objects.count() == len(short_content.videos)
        assert_everything_is_delivered(short_content)
        assert_the_desk_has_something_to_do()
        assert_notices_can_be_read(short_content)

        before = counts()
        assert load_demo(progress=be_silent, content=short_content) is False
        with pytest.raises(CommandError, match="stories already"):
            call_command("demo", stdout=StringIO())
        call_command("demo", "--if-empty", stdout=StringIO())
        assert counts() == before


def stop(*args):
    raise KeyboardInterrupt


def assert_everything_is_delivered(content):
    report = StringIO()
    call_command("delivery", "check", stdout=report)
    assert "0 wrong, 0 pending" in report.getvalue()
    released = [item for item in content.articles.values() if item.state == "released"]
    for kind, items in (
        ("article", released),
        ("programme", content.programmes.values()),
        ("video", content.videos.values()),
    ):
        expected = sum(len(item.locales) for item in items)
        assert Document.objects.filter(kind=kind).count() == expected
    for article in released:
        bodies = {
            document.locale: json.loads(document.body)
            for document in Document.objects.filter(kind="article")
            if json.loads(document.body)["title"] in article.title.values()
        }
        assert bodies.keys() == set(article.locales)
        for locale, body in bodies.items():
            source = body["translation"]["source_locale"]
            assert source == article.original
            assert (body["translation"]["status"] == "original") == (locale == source)
            assert len(body["alternates"]) == len(article.locales)
            assert len(body["body"]) == len(article.body)
            assert "T" in body["published_at"]
    film = json.loads(Document.objects.filter(kind="video", locale="ar").first().body)
    assert film["asset"]["preview"]["url"]
    restricted = [
        document.locale
        for document in Document.objects.filter(kind="video")
        if json.loads(document.body)["rights"]["restrictions"]
    ]
    assert sorted(restricted) == ["ar", "en", "fr", "uk"]
    assert film["asset"]["tracks"]
    assert all(shot["description"] for shot in film["shotlist"])


def assert_the_desk_has_something_to_do():
    assert all(done == total for done, total in map(progress_of, Translation.objects.all()))
    assert WorkflowState.objects.filter(status="in_progress").count() == 1
    assert ArticlePage.objects.filter(live=False, go_live_at__isnull=False).count() == 2
    assert ArticlePage.objects.filter(live=False).count() == 6
    assert ProgrammePage.objects.filter(live=False).count() == 0
    assert VideoPage.objects.filter(live=False).count() == 0


def assert_notices_can_be_read(content):
    for kind, text in content.notices.items():
        for locale in text.locales:
            edition = notices.current(kind, locale)
            assert (edition.version, edition.locale) == (1, locale)
            assert edition.body_html.count("<h2>") == text.body["en"].count("## ")
    media_user = User.objects.get(email="media.user@estuaries.example")
    assert consents.terms_to_accept(media_user, locale="en") is None


def progress_of(translation):
    total, done = translation.get_progress()
    return done, total


@pytest.mark.django_db
class TestCreateAccounts:
    def test_writes_a_file_only_its_owner_may_read(self):
        create_accounts()

        assert stat.S_IMODE(accounts_file().stat().st_mode) == 0o600
        listed = json.loads(accounts_file().read_text(encoding="utf-8"))
        assert set(listed) == {
            "admin",
            "press_officer",
            "translator_fr",
            "reviewer_fr",
            "media_library",
            "media_user",
        }
        for account in listed.values():
            assert User.objects.get(email=account["email"]).check_password(account["password"])

    def test_keeps_passwords_on_a_second_run(self):
        create_accounts()
        first = accounts_file().read_text(encoding="utf-8")

        create_accounts()

        assert accounts_file().read_text(encoding="utf-8") == first
        assert User.objects.count() == 6

    def test_makes_the_accounts_of_a_kept_file_anew(self):
        create_accounts()
        first = accounts_file().read_text(encoding="utf-8")
        User.objects.all().delete()

        create_accounts()

        assert accounts_file().read_text(encoding="utf-8") == first

    def test_sets_passwords_anew_when_the_file_is_lost(self):
        create_accounts()
        accounts_file().unlink()

        users = create_accounts()

        listed = json.loads(accounts_file().read_text(encoding="utf-8"))
        assert users["admin"].check_password(listed["admin"]["password"])

    def test_gives_media_users_no_way_into_the_editor(self):
        users = create_accounts()

        assert not users["media_user"].is_staff
        assert not users["media_user"].has_perm("wagtailadmin.access_admin")
