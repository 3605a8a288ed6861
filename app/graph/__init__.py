"""Graph documents: their schema, the arrays in them, and the questions that can be asked about them."""
