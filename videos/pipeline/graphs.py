"""Small helpers around FFmpeg's filter graphs."""

from collections.abc import Iterator
from typing import Any

import av
from av.filter import Graph
from av.filter.context import FilterContext


def chain(graph: Graph, first: FilterContext, description: str) -> FilterContext:
    """Add filters one after the other behind ``first`` and return the last.

    The description is FFmpeg's, with the filters separated by ``" | "``: their options may hold
    commas and semicolons.
    """
    latest = first
    for part in filter(None, map(str.strip, description.split(" | "))):
        name, _, arguments = part.partition("=")
        node = graph.add(name, arguments or None)
        latest.link_to(node)
        latest = node
    return latest


def ready(sink: FilterContext) -> Iterator[Any]:
    """Yield the frames that have arrived at a sink."""
    while True:
        try:
            yield sink.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
