"""Graphs from what other programs write: expressions of SymPy, models in MathOptFormat.

    errors       what cannot be imported
    walk         expressions of any depth, without recursion
    draft        nodes without names, each distinct one once, and the document they become
    algebra      sums, products, powers, logarithms and choices in their careful forms
    functions    functions by name, also those that no operation stands for alone
    sympy_objects  SymPy's objects
    sympy_text     expressions as SymPy prints them, read with `ast` and never executed
    mathopt        models in MathOptFormat
    mathopt_terms  its nonlinear expressions

Nothing here imports SymPy: an expression brings its own, and text is read without it.
"""

from app.importers.errors import NotImportable
from app.importers.mathopt import MathOptModel, from_mathoptformat, read_mathoptformat
from app.importers.sympy_objects import from_sympy
from app.importers.sympy_text import from_sympy_text

__all__ = [
    "MathOptModel",
    "NotImportable",
    "from_mathoptformat",
    "from_sympy",
    "from_sympy_text",
    "read_mathoptformat",
]
