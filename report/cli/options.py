"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for other programs.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
