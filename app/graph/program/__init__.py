"""Programs: graphs written in Python syntax, read with `ast` and never executed.

reading      text to a syntax tree, within limits
values       what an expression can stand for while it is read
constants    arithmetic on numbers that stand in the text
draft        nodes without names, and the document they become
shapes       shapes of drafts, where a program asks for them
statements   assignments, loops, functions
expressions  operators, subscripts, attributes
calls        calls of operations, methods and functions
control      scan, while_loop, cond, map
writing      the way back: a document as a program
"""

from app.graph.program.statements import compiled_program
from app.graph.program.writing import program_of

__all__ = ["compiled_program", "program_of"]
