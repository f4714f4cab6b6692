"""Which serializer presents which block. The serializers register themselves when imported."""

from typing import TYPE_CHECKING

from wagtail.blocks import Block

if TYPE_CHECKING:
    from cms.core.api.v1.blocks import BlockValueSerializer

_serializers: dict[type[Block], type["BlockValueSerializer"]] = {}


def register_block_serializer(
    block_class: type[Block], serializer_class: type["BlockValueSerializer"]
) -> None:
    """Present values of the block with the serializer."""
    _serializers[block_class] = serializer_class


def serializer_for(block: Block) -> type["BlockValueSerializer"] | None:
    """Return the serializer of a block or of the nearest class it extends."""
    for ancestor in type(block).__mro__:
        if ancestor in _serializers:
            return _serializers[ancestor]
    return None
