"""The media contact as JSON."""

from rest_framework import serializers

from news.models.contact import MediaContactMixin


class ContactSerializer(serializers.Serializer):
    """Whom journalists may call."""

    name = serializers.CharField()
    role = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()


def contact_json(page: MediaContactMixin) -> dict[str, str] | None:
    """Return the contact, or None when nothing is filled in."""
    contact = {
        "name": page.contact_name,
        "role": page.contact_role,
        "email": page.contact_email,
        "phone": page.contact_phone,
    }
    return contact if any(contact.values()) else None
