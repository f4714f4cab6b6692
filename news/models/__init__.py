"""Models of news. One concept a file; import them from here."""

from news.models.article import ArticlePage, ArticleSession, ArticleVideo
from news.models.home import HomeHighlight, HomePage
from news.models.indexes import ArticleIndexPage, ProgrammeIndexPage
from news.models.programme import ProgrammePage
from news.models.session import ProgrammeSession
from news.models.subjects import (
    ArticlePerson,
    ArticlePlace,
    ArticleTopic,
    ProgrammePerson,
    ProgrammeTopic,
)

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "ArticlePerson",
    "ArticlePlace",
    "ArticleSession",
    "ArticleTopic",
    "ArticleVideo",
    "HomeHighlight",
    "HomePage",
    "ProgrammeIndexPage",
    "ProgrammePage",
    "ProgrammePerson",
    "ProgrammeSession",
    "ProgrammeTopic",
]
