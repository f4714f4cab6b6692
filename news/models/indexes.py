"""The pages that list articles and programmes."""

from django.utils.translation import gettext_lazy as _

from cms.core.models import BaseIndexPage


class ArticleIndexPage(BaseIndexPage):
    """Lists the articles of one language."""

    lists = "article"
    parent_page_types = ["news.HomePage"]
    subpage_types = ["news.ArticlePage"]
    page_description = _("Lists the articles below it, newest first.")

    class Meta:
        verbose_name = _("article list")
        verbose_name_plural = _("article lists")


class ProgrammeIndexPage(BaseIndexPage):
    """Lists the programmes of one language."""

    lists = "programme"
    parent_page_types = ["news.HomePage"]
    subpage_types = ["news.ProgrammePage"]
    page_description = _("Lists the programmes below it, by date.")

    class Meta:
        verbose_name = _("programme list")
        verbose_name_plural = _("programme lists")
