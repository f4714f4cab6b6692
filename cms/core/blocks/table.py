"""A table with typed columns."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, DecimalBlock
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail_localize.segments import StringSegmentValue

CAPTION = "caption"
HEADING = "heading"
CELL = "cell"


class TableBlock(TypedTableBlock):
    """A table. Caption, headings and text cells are translated, numbers are copied.

    A segment is named by its position (``cell-2-1``), so moving rows in the source asks for the
    moved cells again.
    """

    text = CharBlock(label=_("Text"), required=False, max_length=1000)
    number = DecimalBlock(label=_("Number"), required=False)

    def get_translatable_segments(self, value: TypedTable) -> list[StringSegmentValue]:
        """Return caption, headings and text cells."""
        segments = [StringSegmentValue(CAPTION, value.caption or "")]
        for column, heading in enumerate(value.columns):
            segments.append(StringSegmentValue(f"{HEADING}-{column}", heading["heading"] or ""))
        for row, cells in enumerate(value.row_data):
            segments += [
                StringSegmentValue(f"{CELL}-{row}-{column}", cell or "")
                for column, cell in enumerate(cells["values"])
                if value.columns[column]["block"].name == "text"
            ]
        return segments

    def restore_translated_segments(
        self, value: TypedTable, segments: list[StringSegmentValue]
    ) -> TypedTable:
        """Put translations back where they were taken from."""
        for segment in segments:
            name, *position = segment.path.split("-")
            text = segment.render_text()
            match name, [int(number) for number in position]:
                case "caption", []:
                    value.caption = text
                case "heading", [column]:
                    value.columns[column]["heading"] = text
                case "cell", [row, column]:
                    value.row_data[row]["values"][column] = text
        return value

    class Meta:
        icon = "table"
        label = _("Table")
        group = _("Text")
