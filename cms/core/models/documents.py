"""Files for download, such as PDF documents."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document


class NewsroomDocument(AbstractDocument):
    """A file that articles offer for download."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", "Can choose document")]
