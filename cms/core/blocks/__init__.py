"""The building blocks of bodies: one concept a file, each saying how it is translated."""

from cms.core.blocks.body import BodyBlock
from cms.core.blocks.choosers import SubjectChooserBlock, WorkChooserBlock

__all__ = ["BodyBlock", "SubjectChooserBlock", "WorkChooserBlock"]
