"""Small text documents for the demo newsroom, as PDF files whose text can be selected."""

from collections.abc import Sequence
from textwrap import wrap

PAGE_WIDTH, PAGE_HEIGHT = 595, 842
MARGIN = 64
LINE_HEIGHT = 18
CHARACTERS_A_LINE = 78


def build_pdf(*, title: str, paragraphs: Sequence[str]) -> bytes:
    """Return a one-page PDF in a Western European encoding, the only one without a font file."""
    text = [f"BT /F2 20 Tf {MARGIN} {PAGE_HEIGHT - MARGIN} Td ({_escape(title)}) Tj ET"]
    height = PAGE_HEIGHT - MARGIN - 2 * LINE_HEIGHT
    for paragraph in paragraphs:
        for line in wrap(paragraph, CHARACTERS_A_LINE):
            text.append(f"BT /F1 11 Tf {MARGIN} {height} Td ({_escape(line)}) Tj ET")
            height -= LINE_HEIGHT
        height -= LINE_HEIGHT // 2
    return _file(title, "\n".join(text).encode("cp1252", "replace"))


def _escape(text: str) -> str:
    plain = text.replace("\u202f", "\u00a0")
    for sign in ("\\", "(", ")"):
        plain = plain.replace(sign, f"\\{sign}")
    return plain


def _file(title: str, stream: bytes) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE_WIDTH} {PAGE_HEIGHT}] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        _font("Helvetica"),
        _font("Helvetica-Bold"),
        f"<< /Title ({_escape(title)}) >>".encode("cp1252", "replace"),
    ]
    body, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start, size = len(body), len(objects) + 1
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    body += b"trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\n" % size
    body += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(body)


def _font(name: str) -> bytes:
    return (
        f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode()
    )
