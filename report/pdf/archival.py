"""A PDF → what PDF/A asks of colours and images (ISO 19005-3, 6.2.3 and 6.2.8).

`sRGB2014.icc` is the profile of the International Color Consortium, unchanged, as its terms ask; it
stands here because the engine, which brings it too, must not be loaded to assemble.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_PROFILE = Path(__file__).with_name("sRGB2014.icc")
_COMPONENTS = 3
_STANDARD_RGB = "sRGB"


def declare_colours(pdf: pikepdf.Pdf) -> None:
    """Say that red, green and blue are those of sRGB, so that they mean the same on every device."""
    profile = pdf.make_stream(_PROFILE.read_bytes(), N=_COMPONENTS)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(_STANDARD_RGB),
        Info=String(_STANDARD_RGB),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def keep_samples(pages: Iterable[pikepdf.Page]) -> None:
    """Take from images what the engine asks and PDF/A forbids: to invent pixels between theirs."""
    for page in pages:
        for image in page.get_images().values():
            for samples in (image, image.get("/SMask", Dictionary())):
                if "/Interpolate" in samples:
                    del samples["/Interpolate"]
