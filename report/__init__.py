"""A folder of facts → a printable bilingual brief.

Data flows one way through a row of rooms; each room turns one noun into the next, and only the
corridor, `pipeline`, knows their order:

1. `load`: a brief's folder → `Material`
2. `check`: `Material` → `Brief`
3. `compare`: `Brief` and an earlier one → `Changes`, and whether they matter
4. `draw`: a figure's spec, `Brief` and `Voice` → `Figure`
5. `compose`: `Brief`, figures, `Changes` and `Voice` → `Section`s
6. `render`: `Section` → `Fragment`
7. `enclose`: `Brief` and `Voice` → what goes inside the PDF
8. `assemble`: `Fragment`s and enclosures → the finished PDF
9. `inspect`: the finished PDF and `Brief` → findings; `conformance` asks an independent validator
10. `deliver`: an edition and its recipients → messages, each sent once

The operator's words for progress are the rooms' names. Beside the row stand `doctor`, which looks at
the machine and the archive, and `verify`, which asks a finished file what it is.
"""

__version__ = "0.1.0"
