"""PDF bytes → pages of runs and shapes, as PDFium sees them: the one door to pypdfium2.

Objects are read, not characters: an operator shows a whole line or a word, so that a file of sixty
pages is read in about a second.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial

import pypdfium2
import pypdfium2.raw as pdfium

from report.errors import ArchiveError
from report.inspect.nouns import PATTERN, Box, Mark, Page, Run, Shape

_PIXEL = 0.75
"""The engine counts in CSS pixels: text of the page is scaled by this, a figure's by something else."""

_ROUNDING = 0.001

_PATTERN = "#BFBFBF"
"""What PDFium says of a pattern's colour: three quarters of white, whatever the pattern shows."""

_ARTIFACT = "Artifact"
_NAME_LENGTH = 128
_TEXT_LENGTH = 512
"""In bytes: a line is seldom longer."""
_OPAQUE = 255
# What a page object is asked for comes as `void *`, and the text as UTF-16.
_Handle = ctypes.c_void_p


Read = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Contents:
    """All pages, and of each font's name whether it is embedded."""

    pages: tuple[Page, ...]
    fonts: dict[str, bool]


def read(
    pdf: bytes, pages: Collection[int] | None = None, words: Callable[[int, Read], str] = lambda _, ask: ask()
) -> Contents:
    """Every page's text and shapes, in the order in which they are painted.

    `pages` (from 0) are read so closely where they are given, of all others the words alone: `words` is
    called with the page and with what reads them, and may know them already.

    Raises:
        ArchiveError: the bytes are no PDF, or a damaged one.
    """
    fonts: dict[str, bool] = {}
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            read = tuple(
                _page(document[page], page + 1, fonts)
                if pages is None or page in pages
                else _distant(document, page, words)
                for page in range(len(document))
            )
    except pypdfium2.PdfiumError as error:
        raise ArchiveError(f"not a PDF that can be read: {error}") from error
    return Contents(read, fonts)


def _page(page: pypdfium2.PdfPage, number: int, fonts: dict[str, bool]) -> Page:
    width, height = page.get_size()
    with closing(page), closing(page.get_textpage()) as text:
        painter = _Painter(text.raw, height, fonts)
        count = pdfium.FPDFPage_CountObjects(page)
        painter.paint(count, lambda index: pdfium.FPDFPage_GetObject(page, index))
    return Page(number, width, height, tuple(painter.runs), tuple(painter.shapes))


def _distant(document: pypdfium2.PdfDocument, number: int, words: Callable[[int, Read], str]) -> Page:
    """A page (from 0) that is not looked at closely."""
    width, height = document.get_page_size(number)
    return Page(number + 1, width, height, (), (), words=words(number, partial(_words, document, number)))


def _words(document: pypdfium2.PdfDocument, number: int) -> str:
    """All that is read of such a page."""
    with closing(document[number]) as page, closing(page.get_textpage()) as text:
        return str(text.get_text_range())


@dataclass(frozen=True, slots=True)
class _Matrix:
    """A transformation (ISO 32000-1, 8.3.3)."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: _Matrix) -> _Matrix:
        """This transformation applied to what `inner` gives."""
        e, f = self.apply(inner.e, inner.f)
        return _Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )

    @property
    def scale(self) -> float:
        """By how much it makes heights larger."""
        return float((self.c**2 + self.d**2) ** 0.5)


_PLAIN = _Matrix()
_UNMARKED = Mark()


@dataclass(frozen=True, slots=True)
class _Form:
    """What the objects of a form inherit: where it stands, and what it is marked as."""

    matrix: _Matrix
    mark: Mark


@dataclass(slots=True)
class _Painter:
    """Walks a page's objects in the order of painting, into forms too."""

    text_page: _Handle
    height: float
    fonts: dict[str, bool]
    runs: list[Run] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    order: int = 0

    def paint(self, count: int, get: Callable[[int], _Handle], form: _Form | None = None) -> None:
        """Read `count` objects, which may stand in a form."""
        outer = None if form is None else form.matrix
        for index in range(count):
            handle = get(index)
            self.order += 1
            kind = pdfium.FPDFPageObj_GetType(handle)
            mark = _mark(handle)
            if form is not None and mark == _UNMARKED:
                mark = form.mark
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                self._form(handle, outer or _PLAIN, mark)
            elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self._text(handle, outer, mark)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(handle, outer or _PLAIN, mark)
            else:
                self.shapes.append(Shape(self._box(handle, outer or _PLAIN), "", "", self.order, mark=mark))

    def _form(self, handle: _Handle, outer: _Matrix, mark: Mark) -> None:
        form = _Form(outer.after(_matrix(handle)), mark)
        count = pdfium.FPDFFormObj_CountObjects(handle)
        self.paint(count, lambda index: pdfium.FPDFFormObj_GetObject(handle, index), form)

    def _text(self, handle: _Handle, outer: _Matrix | None, mark: Mark) -> None:
        text = self._words(handle)
        if not text.strip():
            return
        own = _matrix(handle)
        whole = (outer or _PLAIN).after(own)
        self.runs.append(
            Run(
                text=text,
                face=self._face(handle),
                size=_size(handle) * whole.scale,
                colour=_colour(pdfium.FPDFPageObj_GetFillColor, handle),
                x=whole.e,
                y=self.height - whole.f,
                box=self._box(handle, outer or _PLAIN),
                order=self.order,
                drawn=not mark.artifact and (outer is not None or abs(own.scale - _PIXEL) > _ROUNDING),
                furniture=mark.artifact,
                mark=mark,
            )
        )

    def _path(self, handle: _Handle, outer: _Matrix, mark: Mark) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)
        if not (fill.value or stroke.value):
            return
        matrix = outer.after(_matrix(handle))
        self.shapes.append(
            Shape(
                box=self._box(handle, outer),
                fill=_colour(pdfium.FPDFPageObj_GetFillColor, handle) if fill.value else "",
                stroke=_colour(pdfium.FPDFPageObj_GetStrokeColor, handle) if stroke.value else "",
                order=self.order,
                corners=tuple(self._corners(handle, matrix)) if fill.value else (),
                mark=mark,
            )
        )

    def _corners(self, handle: _Handle, matrix: _Matrix) -> Iterator[tuple[float, float]]:
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(pdfium.FPDFPath_CountSegments(handle)):
            segment = pdfium.FPDFPath_GetPathSegment(handle, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            right, up = matrix.apply(x.value, y.value)
            yield right, self.height - up

    def _box(self, handle: _Handle, outer: _Matrix) -> Box:
        edges = [ctypes.c_float() for _ in range(4)]
        pdfium.FPDFPageObj_GetBounds(handle, *edges)
        left, bottom, right, top = (edge.value for edge in edges)
        across = [outer.apply(x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in across], [self.height - y for _, y in across]
        return Box(min(xs), min(ys), max(xs), max(ys))

    def _words(self, handle: _Handle) -> str:
        # PDFium goes through the whole page for each answer: a text that fits at once is asked for once.
        given = _TEXT_LENGTH
        while (length := self._told(handle, units := (ctypes.c_ushort * (given // 2))())) > given:
            given = length
        return bytes(units)[:length].decode("utf-16-le", "replace").removesuffix("\0")

    def _told(self, handle: _Handle, units: ctypes.Array[ctypes.c_ushort]) -> int:
        """Have an object's text written into `units`; its length in bytes, even where it does not fit."""
        return int(pdfium.FPDFTextObj_GetText(handle, self.text_page, units, ctypes.sizeof(units)))

    def _face(self, handle: _Handle) -> str:
        """The font's name without its subset's tag."""
        font = pdfium.FPDFTextObj_GetFont(handle)
        name = ctypes.create_string_buffer(_NAME_LENGTH)
        pdfium.FPDFFont_GetBaseFontName(font, name, _NAME_LENGTH)
        face = name.value.decode("utf-8", "replace").split("+", 1)[-1]
        self.fonts[face] = bool(pdfium.FPDFFont_GetIsEmbedded(font))
        return face


def _matrix(handle: _Handle) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, matrix)
    return _Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _size(handle: _Handle) -> float:
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(handle, size)
    return float(size.value)


def _colour(get: Callable[..., int], handle: _Handle) -> str:
    """A colour as `#14365C`, with its opacity where it is not whole; `pattern` where it is none."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not get(handle, *parts):
        return PATTERN
    red, green, blue, alpha = (part.value for part in parts)
    colour = f"#{red:02X}{green:02X}{blue:02X}"
    if colour == _PATTERN:
        return PATTERN
    return colour if alpha == _OPAQUE else f"{colour}{alpha:02X}"


def _mark(handle: _Handle) -> Mark:
    """What an object stands in."""
    number = pdfium.FPDFPageObj_GetMarkedContentID(handle)
    marks = range(pdfium.FPDFPageObj_CountMarks(handle))
    artifact = any(_name(pdfium.FPDFPageObj_GetMark(handle, index)) == _ARTIFACT for index in marks)
    return Mark(number if number >= 0 else None, artifact)


def _name(mark: _Handle) -> str:
    """The name of a marked content."""
    units = (ctypes.c_ushort * _NAME_LENGTH)()
    length = ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetName(mark, units, ctypes.sizeof(units), length)
    return bytes(units)[: length.value].decode("utf-16-le").rstrip("\0")
