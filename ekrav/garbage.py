"""How often Python looks for objects that hold one another.

By itself it looks at every few hundred new objects, and ever again at all that a program is made of. A worker makes
thousands of rows at a time that hold nobody, and gave a fifth of its time to that looking.
"""

import gc
from typing import Final

_NEW_OBJECTS: Final = 50_000


def look_seldom() -> None:
    """Look when so many objects have been made since the last time, and only at what was made after this call."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 50)
