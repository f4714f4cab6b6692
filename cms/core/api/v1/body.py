"""A whole body as a list of typed blocks."""

import itertools
from typing import Any

from django.utils.text import slugify
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers
from wagtail.blocks import Block, StreamValue

from cms.core.api.v1.blocks import BlockValueSerializer
from cms.core.blocks.body import BodyBlock
from cms.core.blocks.registry import serializer_for
from cms.core.references import ReferenceContext, References, Wanted


class Anchors:
    """Gives out anchors that are unique within one body."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, text: str) -> str:
        """Return an anchor made from the text."""
        base = slugify(text, allow_unicode=True) or "section"
        numbered = (f"{base}-{number}" for number in itertools.count(2))
        anchor = next(name for name in itertools.chain([base], numbered) if name not in self._taken)
        self._taken.add(anchor)
        return anchor


def body_json(body: StreamValue, context: ReferenceContext) -> list[dict[str, Any]]:
    """Return the blocks of a body with their references resolved."""
    children = body.stream_block.child_blocks
    known = [
        (raw, serializer_class)
        for raw in body.raw_data
        if raw["type"] in children
        and (serializer_class := serializer_for(children[raw["type"]])) is not None
    ]
    wanted = Wanted()
    for raw, serializer_class in known:
        serializer_class.collect(raw["value"], wanted)
    shared = {"references": References(context, wanted), "anchors": Anchors()}
    return [
        {"id": raw["id"], "type": raw["type"], "value": dict(serializer.data)}
        for raw, serializer_class in known
        if not (serializer := _serializer(serializer_class, raw["value"], shared)).is_empty(
            serializer.instance
        )
    ]


def _serializer(
    serializer_class: type[BlockValueSerializer], value: Any, shared: dict[str, Any]
) -> BlockValueSerializer:
    return serializer_class(_filled(serializer_class, value), context=shared)


def _filled(serializer_class: type[BlockValueSerializer], value: Any) -> Any:
    """Give optional words that an older body lacks an empty value."""
    if not isinstance(value, dict):
        return value
    words = {
        name: ""
        for name, field in serializer_class().fields.items()
        if isinstance(field, serializers.CharField)
    }
    return words | {name: content for name, content in value.items() if content is not None}


def block_schema(block_class: type[Block] = BodyBlock) -> PolymorphicProxySerializer:
    """Return the schema of a block: one of all block types, told apart by ``type``."""
    by_type: dict[str, serializers.Serializer[Any] | type[serializers.Serializer[Any]]] = {
        name: _block_serializer(name, serializer_class)
        for name, child in block_class().child_blocks.items()
        if (serializer_class := serializer_for(child)) is not None
    }
    return PolymorphicProxySerializer(
        component_name="Block",
        serializers=by_type,
        resource_type_field_name="type",
        many=True,
    )


def _block_serializer(
    name: str, value_serializer: type[BlockValueSerializer]
) -> type[serializers.Serializer]:
    fields = {
        "id": serializers.UUIDField(),
        "type": serializers.ChoiceField(choices=[name]),
        "value": value_serializer(),
        "__doc__": value_serializer.__doc__,
    }
    title = "".join(part.title() for part in name.split("_"))
    return type(f"{title}BlockSerializer", (serializers.Serializer,), fields)


@extend_schema_field(block_schema())
class BodyJSONField(serializers.Field):
    """The body of an article or programme."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"read_only": True, **kwargs})

    def to_representation(self, value: StreamValue) -> list[dict[str, Any]]:
        """Return the blocks; the projection is in the serializer's context."""
        return body_json(value, self.context["projection"])
