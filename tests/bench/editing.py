"""A copy of a brief → the same brief with one document's title changed."""

from __future__ import annotations

import csv
from pathlib import Path

_MARK = " ("


def change_title(project: Path, mark: str) -> None:
    """Put `mark`, which must be new, in brackets behind both titles of the first document."""
    path = project / "data" / "documents.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for column in ("title_ru", "title_en"):
        rows[0][column] = f"{rows[0][column].partition(_MARK)[0]}{_MARK}{mark})"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, tuple(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
