"""The kinds of documents that have a list and details, each with the shape of its JSON."""

from typing import Any, NamedTuple

from drf_spectacular.utils import OpenApiParameter

from cms.api.v1.schema import ReadSchema, detail_of, list_of
from cms.core.api import problems
from cms.core.api.v1.common import CardSerializer
from cms.core.api.v1.serializers import (
    PersonCardSerializer,
    PersonSerializer,
    PlaceCardSerializer,
    PlaceSerializer,
    TopicCardSerializer,
    TopicSerializer,
)
from cms.delivery.api.parameters import Parameter
from cms.delivery.api.views import DocumentDetailView, DocumentListView
from news.api.v1.programmes import ProgrammeCardSerializer, ProgrammeSerializer
from news.api.v1.serializers import ArticleCardSerializer, ArticleSerializer
from videos.api.v1.parameters import VIDEO_PARAMETERS
from videos.api.v1.serializers import VideoCardSerializer, VideoSerializer

WORK_PARAMETER = OpenApiParameter(
    name="id",
    type={"type": "string", "format": "uuid"},
    location=OpenApiParameter.PATH,
    description="The work: the same in every language.",
)


class Kind(NamedTuple):
    """A kind of document that has a list and details."""

    name: str
    collection: str
    list_view: type[DocumentListView]
    detail_view: type[DocumentDetailView]


def _kind(
    name: str,
    collection: str,
    card: type[CardSerializer],
    document: type[CardSerializer],
    *,
    order: str = "newest first",
    facets: tuple[Parameter, ...] = (),
) -> Kind:
    title = name.title()
    shared: dict[str, Any] = {
        "kind": name,
        "collection": collection,
        "schema": ReadSchema(),
        "tag": collection,
        "__module__": __name__,
    }
    of_list = shared | {
        "operation_id": f"list_{collection}",
        "summary": f"List {collection}",
        "description": f"The released {collection} of one language as cards, {order}.",
        "envelope": list_of(title, card),
        "facet_parameters": facets,
        "parameters": (*DocumentListView.parameters, *facets),
        "path_parameters": (),
        "problems": (),
    }
    of_detail = shared | {
        "schema": ReadSchema(),
        "operation_id": f"get_{name}",
        "summary": f"Get {'an' if name[0] in 'aeiou' else 'a'} {name}",
        "description": document.__doc__ or "",
        "envelope": detail_of(title, document),
        "path_parameters": (WORK_PARAMETER,),
        "problems": (problems.NOT_FOUND, problems.TRANSLATION_MISSING, problems.GONE),
    }
    return Kind(
        name,
        collection,
        type(f"{title}ListView", (DocumentListView,), of_list),
        type(f"{title}DetailView", (DocumentDetailView,), of_detail),
    )


KINDS = (
    _kind("article", "articles", ArticleCardSerializer, ArticleSerializer),
    _kind("programme", "programmes", ProgrammeCardSerializer, ProgrammeSerializer),
    _kind("video", "videos", VideoCardSerializer, VideoSerializer, facets=VIDEO_PARAMETERS),
    _kind("topic", "topics", TopicCardSerializer, TopicSerializer),
    _kind("person", "people", PersonCardSerializer, PersonSerializer),
    _kind("place", "places", PlaceCardSerializer, PlaceSerializer),
)
