"""Train a classifier of handwritten digits, with every gradient computed by the service.

Start the service, then this script in another terminal:

    make serve
    .venv/bin/python examples/train_digits.py --plot loss.png

There is no autodiff library on this side: the model is a JSON document, a training step is one
`POST /gradient` and one subtraction for each parameter.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from tqdm import tqdm

Array = NDArray[Any]
Parameters = dict[str, Array]

# The model: each node names its operation and what goes in, and uses only what stands above it.
# Values are given by name with each request: "images", "W1", "b1" and so on.
LAYERS = [
    {"name": "x1", "op": "matmul", "inputs": ["images", "W1"]},
    {"name": "z1", "op": "add", "inputs": ["x1", "b1"]},
    {"name": "hidden", "op": "relu", "inputs": ["z1"]},
    {"name": "x2", "op": "matmul", "inputs": ["hidden", "W2"]},
    {"name": "logits", "op": "add", "inputs": ["x2", "b2"]},
]
LOSS = {"name": "loss", "op": "softmax_cross_entropy", "inputs": ["logits", "labels"]}

# The last node is what is differentiated, or what is evaluated.
TRAINING_GRAPH = {"nodes": [*LAYERS, LOSS]}
PREDICTION_GRAPH = {"nodes": LAYERS}

PIXELS, HIDDEN, CLASSES = 64, 32, 10
BATCH_SIZE = 32
LEARNING_RATE = 0.3


def main() -> None:
    """Train, print the test accuracy, draw the loss curve."""
    options = read_options()
    train_images, test_images, train_labels, test_labels = load_data(options.seed)
    rng = np.random.default_rng(options.seed)
    parameters = initial_parameters(rng)

    # One client for all requests keeps the connection open from step to step.
    with httpx.Client(base_url=options.url, timeout=60) as client:
        losses = train(client, parameters, train_images, train_labels, options.epochs, rng)
        accuracy = float(np.mean(predict(client, parameters, test_images) == test_labels))

    print(f"test accuracy: {accuracy:.2%} of {len(test_labels)} digits never trained on")
    if options.plot:
        plot(losses, accuracy, options.plot)
        print(f"loss curve: {options.plot}")


def load_data(seed: int) -> tuple[Array, Array, Array, Array]:
    """The images as rows of 64 numbers in [0, 1], and their digits; a quarter is held out for testing."""
    digits = load_digits()
    train_images, test_images, train_labels, test_labels = train_test_split(
        digits.data / 16, digits.target, test_size=0.25, stratify=digits.target, random_state=seed
    )
    return train_images, test_images, train_labels, test_labels


def initial_parameters(rng: np.random.Generator) -> Parameters:
    """Random weights that keep the size of what passes through (He et al., 2015), and zero biases."""
    return {
        "W1": rng.normal(0, np.sqrt(2 / PIXELS), (PIXELS, HIDDEN)),
        "b1": np.zeros(HIDDEN),
        "W2": rng.normal(0, np.sqrt(2 / HIDDEN), (HIDDEN, CLASSES)),
        "b2": np.zeros(CLASSES),
    }


def train(
    client: httpx.Client,
    parameters: Parameters,
    images: Array,
    labels: Array,
    epochs: int,
    rng: np.random.Generator,
) -> Array:
    """Move the parameters down the gradient, batch by batch; the loss of each step, a row an epoch."""
    batches_an_epoch = len(images) // BATCH_SIZE
    losses = np.zeros((epochs, batches_an_epoch))
    with tqdm(total=losses.size, desc="training", unit="step") as progress:
        for epoch in range(epochs):
            order = rng.permutation(len(images))
            for step in range(batches_an_epoch):
                batch = order[step * BATCH_SIZE : (step + 1) * BATCH_SIZE]
                losses[epoch, step] = train_step(client, parameters, images[batch], labels[batch])
                progress.update()
            progress.set_postfix(epoch=epoch + 1, loss=f"{losses[epoch].mean():.4f}")
    return losses


def train_step(client: httpx.Client, parameters: Parameters, images: Array, labels: Array) -> float:
    """One step of gradient descent; the loss before it.

    What is differentiated goes under `parameters`, the data under `constants`. Integers stay integers:
    labels written as 0 to 9 are class numbers.
    """
    answer = post(
        client,
        "/gradient",
        {
            "graph": TRAINING_GRAPH,
            "parameters": as_lists(parameters),
            "constants": as_lists({"images": images, "labels": labels}),
        },
    )
    for name, gradient in answer["gradients"].items():
        parameters[name] -= LEARNING_RATE * np.array(gradient)
    return float(answer["loss"])


def predict(client: httpx.Client, parameters: Parameters, images: Array) -> Array:
    """The most likely digit for each image."""
    answer = post(
        client,
        "/evaluate",
        {
            "graph": PREDICTION_GRAPH,
            "parameters": as_lists(parameters),
            "constants": as_lists({"images": images}),
        },
    )
    likeliest: Array = np.argmax(answer["outputs"]["logits"], axis=1)
    return likeliest


def as_lists(arrays: Parameters) -> dict[str, Any]:
    """Arrays the way JSON writes them: nested lists."""
    return {name: array.tolist() for name, array in arrays.items()}


def post(client: httpx.Client, path: str, document: dict[str, Any]) -> Any:
    """The service's answer, or the end of the program with the service's own words on what is wrong."""
    try:
        response = client.post(path, json=document)
    except httpx.ConnectError:
        sys.exit(f"nothing answers at {client.base_url}; `make serve` starts the service")
    if response.is_error:
        sys.exit(f"{path} answered {response.status_code}: {response.json()['detail']}")
    return response.json()


def plot(losses: Array, accuracy: float, path: Path) -> None:
    """The training loss as a picture."""
    import matplotlib

    matplotlib.use("Agg")  # draws into a file: no screen is needed
    from matplotlib import pyplot as plt
    from matplotlib.ticker import MaxNLocator, StrMethodFormatter

    epochs, batches = losses.shape
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    each_step = (np.arange(losses.size) + 0.5) / batches
    axes.plot(each_step, losses.ravel(), color="tab:blue", alpha=0.35, linewidth=0.8, label="one step")
    # The mean of an epoch belongs to its middle.
    middles = np.arange(epochs) + 0.5
    axes.plot(middles, losses.mean(axis=1), color="tab:blue", linewidth=2.5, label="mean of the epoch")
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlim(0, epochs)
    axes.set_xlabel("epoch")
    axes.set_ylabel("training loss (cross entropy, log scale)")
    axes.set_title(f"Handwritten digits: {accuracy:.1%} of the test images right")
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    figure.savefig(path, dpi=150)
    plt.close(figure)


def read_options() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="where the service listens")
    parser.add_argument("--epochs", type=int, default=20, help="passes over the training images")
    parser.add_argument("--seed", type=int, default=0, help="for the split, the weights and the batches")
    parser.add_argument("--plot", type=Path, metavar="loss.png", help="where to draw the loss curve")
    return parser.parse_args()


if __name__ == "__main__":
    main()
