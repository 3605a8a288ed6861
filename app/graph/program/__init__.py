"""Programs: graphs written in Python syntax, read with `ast` and never executed.

From the bottom up:

    names        what is there without being assigned, and what is written otherwise here
    reading      text to a syntax tree, within limits
    draft        nodes without names, and the document they become
    values       what an expression can stand for while it is read
    constants    arithmetic on numbers that stand in the text
    shapes       shapes of drafts, where a program asks for them
    reader       the state of reading: nodes so far, limits, errors with their place
    unpacking    going through values and naming their parts
    operations   calls of operations
    foreign      calls spelled as in other libraries, where these mean something else
    control      scan, while_loop, cond, map, and functions
    calls        calls of all kinds
    expressions  operators, subscripts, attributes
    statements   assignments, functions, loops that are written out, the program as a whole
    writing      the way back: a document as a program
"""

from app.graph.program.statements import compiled_program
from app.graph.program.writing import program_of

__all__ = ["compiled_program", "program_of"]
