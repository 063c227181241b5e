"""A folder → the files in it that are somebody's work, without what editors leave beside them for a moment.

Such a file comes and goes while its owner types. Counted among a brief's inputs, it would make every
build another one; read as prose or as a figure's spec, it would be a fault that nobody made.
"""

from __future__ import annotations

import re
from fnmatch import translate
from pathlib import Path
from typing import Final

_TEMPORARY: Final = (
    ".#*",  # Emacs' lock, a link that leads nowhere
    "#*#",  # its copy of what is not saved yet
    "*~",  # its copy of what was there before; so do vim and gedit
    ".*.sw?",  # vim's swap file, and of Kate
    ".*.swpx",
    ".*.kate-swp",
    "4913",  # vim finds out whether it may write
    "~$*",  # Excel's and Word's lock
    ".~lock.*#",  # LibreOffice's
    "lu????*.tmp",  # what LibreOffice is writing
    ".goutputstream-*",  # what GLib's programs are writing
    "*___jb_tmp___",  # what JetBrains' are
    "*___jb_old___",
    "sed??????",  # what `sed -i` is
    "*.tmp",
    ".*.tmp-*",
    "._*",  # macOS, on a disk that is not its own
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
)
_IS_TEMPORARY: Final = re.compile("|".join(map(translate, _TEMPORARY)))
_COMPILED: Final = "__pycache__"


def is_temporary(name: str) -> bool:
    """Whether a file of this name is no work of anybody's: an editor's, or the system's own."""
    return _IS_TEMPORARY.fullmatch(name) is not None


def files_in(folder: Path) -> tuple[Path, ...]:
    """Every file below a folder, sorted, but for temporary ones and what Python compiles beside its own."""
    found = sorted(folder.rglob("*"))
    return tuple(
        path
        for path in found
        if _COMPILED not in path.parts and not is_temporary(path.name) and path.is_file()
    )
