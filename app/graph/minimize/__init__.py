"""Minimizing the loss: SciPy's methods with exact derivatives, and steps along the gradient over batches of data."""

from app.graph.minimize.minimization import minimize

__all__ = ["minimize"]
