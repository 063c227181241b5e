"""Attachments → files inside the PDF, associated with the whole (ISO 19005-3, 6.8; ISO 32000-1, 7.11.4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pikepdf import AttachedFileSpec, Name, Pdf

if TYPE_CHECKING:
    from report.pdf.nouns import Attachment


def attach(pdf: Pdf, attachments: Iterable[Attachment]) -> None:
    """Embed files, and list them in the catalogue: by name (EmbeddedFiles) and as associated (AF).

    pikepdf keeps the names sorted, states size and checksum, and dates nothing by itself.

    Raises:
        ValueError: two have the same name.
    """
    for attachment in attachments:
        if attachment.name in pdf.attachments:
            raise ValueError(f"two attachments are named {attachment.name!r}")
        specification = AttachedFileSpec(
            pdf,
            attachment.content,
            filename=attachment.name,
            mime_type=attachment.media_type,
            description=attachment.description,
            creation_date="",  # nobody knows it, and no clock is asked
            mod_date=attachment.modified,
        )
        specification.relationship = Name(f"/{attachment.relationship}")
        pdf.attachments[attachment.name] = specification
