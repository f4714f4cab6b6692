"""Creating the demo's topics, people and places, its menus and the site profile."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html

from cms.core.models import Menu, MenuItem, Person, Place, SiteProfile, Topic
from cms.website.demo.identity import work_id
from cms.website.demo.records import DemoContent, Item, MenuText
from cms.website.demo.shelf import Shelf
from cms.website.demo.text import make_slug
from cms.website.demo.translations import record_translations

DAYS_BEFORE_FIRST_STORY = 60


def create_subjects(content: DemoContent, shelf: Shelf) -> None:
    """Create and publish every subject in every language."""
    for topic in content.topics.values():
        topics = {code: Topic(description=topic.description[code]) for code in topic.locales}
        _publish(topics, "topic", topic, shelf)
    for person in content.people.values():
        image = shelf.images.get(person.image)
        people = {code: Person(role=person.role[code], image=image) for code in person.locales}
        _publish(people, "person", person, shelf)
    for place in content.places.values():
        places = {code: Place(country_code=place.country_code) for code in place.locales}
        _publish(places, "place", place, shelf)


def fill_menus(content: DemoContent, shelf: Shelf) -> None:
    """Give the menus of every language their items, each leading to pages of that language."""
    for text in content.menus:
        for code, locale in shelf.locales.items():
            menu = Menu.objects.get(locale=locale, handle=text.handle)
            menu.title = text.title[code]
            menu.items = _menu_items(text, menu, code, shelf)
            menu.save()


def _menu_items(text: MenuText, menu: Menu, code: str, shelf: Shelf) -> list[MenuItem]:
    """Return the items, in the rows the menu has: tasks that wait may name them."""
    rows = list(menu.items.order_by("sort_order"))
    items = []
    for number, item in enumerate(text.items):
        row = rows[number] if number < len(rows) else MenuItem()
        row.title = item.title[code]
        row.page = shelf.page(item.page, code) if item.page else None
        row.url = item.url
        row.sort_order = number
        items.append(row)
    return items


def fill_site_profiles(content: DemoContent, shelf: Shelf) -> None:
    """Say in every language who the organisation is."""
    for code, locale in shelf.locales.items():
        profile = SiteProfile.objects.get(locale=locale)
        profile.organisation = content.site.organisation[code]
        profile.tagline = content.site.tagline[code]
        profile.footer = format_html("<p>{}</p>", content.site.footer[code])
        profile.contact_email = content.site.contact_email
        profile.image = shelf.images[content.site.image]
        profile.save()


def _publish(subjects: Mapping[str, Any], kind: str, item: Item, shelf: Shelf) -> None:
    released = shelf.calendar.released(days_ago=DAYS_BEFORE_FIRST_STORY, at="08:00")
    for code, subject in subjects.items():
        subject.locale = shelf.locales[code]
        subject.translation_key = work_id(kind, item.key)
        subject.title = item.title[code]
        subject.slug = make_slug(subject.title, code)
        subject.first_published_at = released
        subject.live = False
        subject.save()
        shelf.subjects[kind, item.key, code] = subject
    original, *translations = subjects.values()
    record_translations(original, translations)
    for subject in subjects.values():
        shelf.publish(subject)
        type(subject).objects.filter(pk=subject.pk).update(last_published_at=released)
