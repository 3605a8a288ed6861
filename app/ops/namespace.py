"""All operations by name, for derivative rules and compositions to call: `ops.sum(x, axis=0)`.

An operation's rule may use operations that are defined in any family, before or after it, because names
are looked up when the rule runs. NumPy functions have no place in a rule: they leave no trace on a tape.
"""

from __future__ import annotations

from typing import Any


class Namespace:
    """Attributes are operations; `app.ops.entry` fills it."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"no operation is named {name!r}")


ops = Namespace()
