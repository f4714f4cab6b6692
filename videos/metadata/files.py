"""The files in which the description of a video is offered, each made from its document."""

from videos.metadata.vmhub import vmhub_text
from videos.metadata.xmp import xmp_text
from videos.shotlist.files import ShotlistFile

FILES = {
    file.extension: file
    for file in (
        ShotlistFile(
            "json",
            "application/json",
            "IPTC Video Metadata Hub",
            vmhub_text,
            needs_rows=False,
            is_attachment=False,
        ),
        ShotlistFile("xmp", "application/rdf+xml", "XMP packet", xmp_text, needs_rows=False),
    )
}
