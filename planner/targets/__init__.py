"""Where files go: a file is replaced whole or not at all, through links, and never one that is read.

``door`` writes, ``scratch`` is where a file is made first, ``guard`` refuses what the project reads.
"""

from planner.targets.door import cannot, replacing, require_writable, write_files, write_new
from planner.targets.guard import require_free, require_outside

__all__ = [
    "cannot",
    "replacing",
    "require_free",
    "require_outside",
    "require_writable",
    "write_files",
    "write_new",
]
