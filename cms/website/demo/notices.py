"""Publishing the demo's terms of use, privacy notice and cookie notice."""

from django.utils import translation

from accounts.models import ConsentSource, LegalNotice, MediaAccount, NoticeKind, User
from accounts.services import consents, notices
from cms.website.demo.identity import work_id
from cms.website.demo.records import DemoContent
from cms.website.demo.shelf import Shelf
from cms.website.demo.text import rich_text
from cms.website.demo.translations import record_translations


def publish_notices(content: DemoContent, shelf: Shelf) -> None:
    """Create and publish every notice in every language, English first: there versions begin."""
    for text in content.notices.values():
        original, *translations = [
            LegalNotice.objects.create(
                kind=NoticeKind(text.key),
                translation_key=work_id("notice", text.key),
                locale=shelf.locales[code],
                title=text.title[code],
                body=rich_text(text.body[code]),
                live=False,
            )
            for code in text.locales
        ]
        record_translations(original, translations)
        for notice in (original, *translations):
            shelf.publish(notice)


def register_media_user(user: User, shelf: Shelf) -> None:
    """Let the demo's media user have a media account and the terms behind them."""
    MediaAccount.objects.get_or_create(
        user=user, defaults={"organisation": "Radio Nile Delta", "position": "Reporter"}
    )
    terms = notices.current(NoticeKind.TERMS, user.preferred_language)
    if terms is None:
        return
    with translation.override(terms.locale):
        consents.accept_terms(
            user,
            version=terms.version,
            locale=terms.locale,
            shown=consents.acceptance_sentence(terms),
            source=ConsentSource.REGISTRATION,
            at=shelf.calendar.now,
        )
