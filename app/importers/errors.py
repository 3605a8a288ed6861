"""What cannot be imported."""

from __future__ import annotations

from app.errors import InvalidDocument


class NotImportable(InvalidDocument):
    """A part of an expression or a model that is not well formed, or that no operation stands for."""
