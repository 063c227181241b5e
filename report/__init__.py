"""A folder of facts → a printable bilingual brief.

Data flows one way through a row of rooms; each room turns one noun into the next, and only the
corridor, `pipeline`, knows their order:

1. `pull`: remote sources → files in data/, where a brief asks for them
2. `load`: a brief's folder → `Material`
3. `check`: `Material` → `Brief`
4. `compare`: `Brief` and an earlier one → `Changes`, and whether they matter
5. `draw`: a figure's spec, `Brief` and `Voice` → `Figure`
6. `compose`: `Brief`, figures, `Changes` and `Voice` → `Section`s
7. `render`: `Section` → `Fragment`
8. `enclose`: `Brief` and `Voice` → what goes inside the PDF
9. `assemble`: `Fragment`s and enclosures → the finished PDF
10. `inspect`: the finished PDF and `Brief` → findings; `conformance` asks an independent validator
11. `deliver`: an edition and its recipients → messages, each sent once

The operator's words for progress are the rooms' names. Beside the row stand `doctor`, which looks at
the machine and the archive, and `verify`, which asks a finished file what it is. Two processes that stay
walk the row again and again: `schedule` by the calendar and the clock, `watching` after every save.
"""

__version__ = "0.1.0"
