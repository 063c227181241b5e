"""Structure elements → the structure tree of a PDF, with its parent tree and its ids (ISO 32000-1, 14.7)."""

from __future__ import annotations

import pydyf

from report.render.elements import Annotation, Content, Element


def write(pdf: pydyf.PDF, root: Element) -> None:
    """Write the tree below `root` into a PDF whose pages' StructParents are their own numbers."""
    _Writer(pdf).write(root)


class _Writer:
    def __init__(self, pdf: pydyf.PDF) -> None:
        self._pdf = pdf
        self._pages: list[dict[int, bytes]] = [{} for _ in pdf.page_references]
        self._annotations: list[bytes] = []
        self._ids: dict[str, bytes] = {}

    def write(self, root: Element) -> None:
        tree = self._object({"Type": "/StructTreeRoot"})
        document = self._element(root, tree.reference, language="")
        tree["K"] = pydyf.Array([document])
        tree["ParentTree"] = self._object({"Nums": self._numbers()}).reference
        tree["ParentTreeNextKey"] = len(self._pages) + len(self._annotations)
        if self._ids:
            tree["IDTree"] = self._object({"Names": self._names()}).reference
        self._pdf.catalog["StructTreeRoot"] = tree.reference
        self._pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        self._pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})

    def _object(self, values: dict[str, object]) -> pydyf.Dictionary:
        made = pydyf.Dictionary(values)
        self._pdf.add_object(made)
        return made

    def _element(self, element: Element, parent: bytes, language: str) -> bytes:
        """An element and all below it; `language` is the one in force around it."""
        made = self._object({"Type": "/StructElem", "S": f"/{element.kind}", "P": parent})
        page = next((kid.page for kid in element.kids if isinstance(kid, Content)), None)
        if page is not None:
            made["Pg"] = self._pdf.page_references[page]
        if element.language != language:
            made["Lang"] = pydyf.String(element.language)
        if element.alternative:
            made["Alt"] = pydyf.String(element.alternative)
        if element.id:
            made["ID"] = pydyf.String(element.id)
            self._ids[element.id] = made.reference
        if attributes := _attributes(element):
            made["A"] = attributes
        made["K"] = pydyf.Array([self._kid(kid, element, made.reference, page) for kid in element.kids])
        return bytes(made.reference)

    def _kid(
        self, kid: Element | Content | Annotation, element: Element, reference: bytes, page: int | None
    ) -> object:
        """What stands for a kid in its element's K; `page` is the element's own."""
        if isinstance(kid, Element):
            return self._element(kid, reference, element.language)
        if isinstance(kid, Annotation):
            return self._link(kid, reference)
        self._pages[kid.page][kid.number] = reference
        if kid.page == page:
            return kid.number
        there = self._pdf.page_references[kid.page]
        return pydyf.Dictionary({"Type": "/MCR", "Pg": there, "MCID": kid.number})

    def _link(self, link: Annotation, reference: bytes) -> pydyf.Dictionary:
        link.dictionary["StructParent"] = len(self._pages) + len(self._annotations)
        self._annotations.append(reference)
        there = self._pdf.page_references[link.page]
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": link.dictionary.reference, "Pg": there})

    def _numbers(self) -> pydyf.Array:
        """The parent tree: for a page, the element of each number, null for none; then each annotation's."""
        numbers = pydyf.Array()
        for page, owners in enumerate(self._pages):
            count = max(owners, default=-1) + 1
            numbers += [page, pydyf.Array(owners.get(number, "null") for number in range(count))]
        for position, reference in enumerate(self._annotations, len(self._pages)):
            numbers += [position, reference]
        return numbers

    def _names(self) -> pydyf.Array:
        ordered = sorted(self._ids.items(), key=lambda item: item[0].encode())
        return pydyf.Array(part for id_, reference in ordered for part in (pydyf.String(id_), reference))


def _attributes(element: Element) -> pydyf.Dictionary | None:
    """Attributes of the owners Table (table 349) and Layout (table 344); no element has both."""
    if element.layout:
        return pydyf.Dictionary({"O": "/Layout", **element.layout})
    table = dict(element.table)
    if element.headers:
        table["Headers"] = pydyf.Array(pydyf.String(head) for head in element.headers)
    if "Scope" in table:
        table["Scope"] = f"/{table['Scope']}"
    return pydyf.Dictionary({"O": "/Table", **table}) if table else None
