"""The log posterior of a mixture of Gaussians with a Wishart prior, and its gradient.

The triangular factors of all precisions are one array; all points are multiplied with all of them at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.gradbench.question import Function, Question, floats, output

PROGRAM = """
k, d = mu.shape
n = len(x)

Q = zeros((k, d, d))
Q[:, rows, columns] = l
Q[:, diagonal, diagonal] = exp(q)
log_determinant = sum(q, axis=1)

products = reshape(reshape(Q, (k * d, d)) @ x.T, (k, d, n))
distances = sum((products - Q @ mu[:, :, None]) ** 2, axis=1)
weighted = alpha[:, None] + log_determinant[:, None] - distances / 2
likelihood = sum(logsumexp(weighted, axis=0)) - n * (logsumexp(alpha) + d / 2 * log(2 * pi))

freedom = d + m + 1
log_gamma = d * (d - 1) / 4 * log(pi) + sum(gammaln((freedom - arange(d)) / 2))
scale = k * (freedom * d * log(precision / sqrt(2.0)) - log_gamma)
prior = scale - precision ** 2 / 2 * sum(Q ** 2) + m * sum(log_determinant)
posterior = likelihood + prior
"""
INDEPENDENT = ("alpha", "mu", "q", "l")


def question(route: str, given: Any) -> Question:
    """Ask for the objective, or for its gradient."""
    d, k = given["d"], given["k"]
    # What is below the diagonal is given column by column.
    columns, rows = np.triu_indices(d, 1)
    shapes = {"alpha": (k,), "mu": (k, d), "q": (k, d), "l": (k, d * (d - 1) // 2)}
    parameters = {name: floats(given[name]).reshape(shape) for name, shape in shapes.items()}
    constants = {
        "x": floats(given["x"]).reshape(given["n"], d),
        "m": int(given["m"]),
        "precision": float(given["gamma"]),
        "rows": rows,
        "columns": columns,
        "diagonal": np.arange(d),
    }
    return Question(route, PROGRAM, parameters, constants)


FUNCTIONS = {
    "objective": Function(lambda given: question("/evaluate", given), output("posterior")),
    "jacobian": Function(
        lambda given: question("/gradient", given),
        lambda _, answer: {name: answer["gradients"][name] for name in INDEPENDENT},
    ),
}
