"""`Section` → `Fragment`: the engine sets one section as PDF, and any complaint is an error.

Setting is a function from the section's bytes to the PDF's bytes. Fails with `RenderError`, which
names the section and everything that is wrong with it at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from report import faces
from report.errors import RenderError
from report.model import Fragment, Section
from report.pdf import File
from report.settings import default_folder

__all__ = ["render", "render_bytes"]

_SHOWN = 8
"""Of the characters that were set in another face, so many are named."""


def render(section: Section, *, base: Path | None = None) -> Fragment:
    """Set one section as a PDF of its own.

    Relative addresses are those of files in the folder `base` (a brief's own templates) or else in
    the package's templates; nothing else is read but `data:` addresses.

    Raises:
        RenderError: the engine complained, a letter is in none of our faces, or a link is lost.
    """
    package = default_folder("templates")
    try:
        pdf = render_bytes(section.html.encode(), folders=(package,) if base is None else (base, package))
    except RenderError as error:
        complaints = [f"section {section.id}: {line}" for line in str(error).splitlines()]
        raise RenderError("\n".join(complaints)) from None
    file = File(pdf)
    return Fragment(section.id, pdf, file.pages, file.last_fill)


def render_bytes(html: bytes, *, folders: Sequence[Path] = ()) -> bytes:
    """Set a complete HTML document as PDF; files are looked for in `folders`, in their order.

    Raises:
        RenderError: one line for each complaint.
    """
    try:
        from report.render import engine  # WeasyPrint loads Pango and takes half a second
    except OSError as error:
        cause = str(error).splitlines()[0]
        raise RenderError(f"the typesetting engine cannot be loaded ({cause}); ask `brief doctor`") from error
    pdf, complaints = engine.typeset(html, folders)
    complaints = (*complaints, *_foreign_faces(pdf))
    if complaints:
        raise RenderError("\n".join(dict.fromkeys(complaints)))
    return pdf


def _foreign_faces(pdf: bytes) -> Iterator[str]:
    """A complaint for each face that is not on the list, with the characters that were set in it."""
    for font in File(pdf).fonts():
        if faces.face_called(font.name) is None:
            letters = sorted(set("".join(font.texts.values())))
            named = ", ".join(f"{letter!r} (U+{ord(letter):04X})" for letter in letters[:_SHOWN])
            more = f" and {len(letters) - _SHOWN} more" if len(letters) > _SHOWN else ""
            ours = " and ".join(faces.FAMILIES)
            yield f"{named}{more} set in {font.name}: only {ours} may be used, and must have the character"
