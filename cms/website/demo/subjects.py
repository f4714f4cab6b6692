"""Creating the demo's topics, people and places, its menus and the site profile."""

from datetime import datetime
from typing import Any

from django.utils.html import format_html

from cms.core.models import Menu, MenuItem, Person, Place, SiteProfile, Topic
from cms.website.demo.identity import work_id
from cms.website.demo.records import DemoContent, Item
from cms.website.demo.shelf import Shelf
from cms.website.demo.text import make_slug

DAYS_BEFORE_FIRST_STORY = 60


def create_subjects(content: DemoContent, shelf: Shelf) -> None:
    """Create and publish every subject in every language."""
    for topic in content.topics.values():
        for code in topic.locales:
            _publish(Topic(description=topic.description[code]), "topic", topic, code, shelf)
    for person in content.people.values():
        image = shelf.images.get(person.image)
        for code in person.locales:
            _publish(Person(role=person.role[code], image=image), "person", person, code, shelf)
    for place in content.places.values():
        for code in place.locales:
            _publish(Place(country_code=place.country_code), "place", place, code, shelf)


def fill_menus(content: DemoContent, shelf: Shelf) -> None:
    """Give the menus of every language their items, each leading to pages of that language."""
    for text in content.menus:
        for code, locale in shelf.locales.items():
            menu = Menu.objects.get(locale=locale, handle=text.handle)
            menu.title = text.title[code]
            menu.items = [
                MenuItem(
                    title=item.title[code],
                    page=shelf.page(item.page, code) if item.page else None,
                    url=item.url,
                    sort_order=number,
                )
                for number, item in enumerate(text.items)
            ]
            menu.save()


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


def _publish(subject: Any, kind: str, item: Item, code: str, shelf: Shelf) -> None:
    released: datetime = shelf.calendar.released(days_ago=DAYS_BEFORE_FIRST_STORY, at="08:00")
    subject.locale = shelf.locales[code]
    subject.translation_key = work_id(kind, item.key)
    subject.title = item.title[code]
    subject.slug = make_slug(subject.title, code)
    subject.first_published_at = released
    subject.live = False
    shelf.publish(subject)
    type(subject).objects.filter(pk=subject.pk).update(last_published_at=released)
    shelf.subjects[kind, item.key, code] = subject
