"""A folder of facts → a printable bilingual brief.

Data flows one way through a row of rooms; each room turns one noun into the next, and only the
corridor, `pipeline`, knows their order:

1. `load`: a brief's folder → `Material`
2. `check`: `Material` → `Brief`
3. `draw`: a figure's spec, `Brief` and `Voice` → `Figure`
4. `compose`: `Brief`, figures and `Voice` → `Section`s
5. `render`: `Section` → `Fragment`
6. `assemble`: `Fragment`s → the finished PDF
7. `inspect`: the finished PDF and `Brief` → findings

The operator's words for progress are the rooms' names. `doctor` stands beside the row: it looks at
the machine, not at the brief.
"""

__version__ = "0.1.0"
