"""Who is measured: how each is started, what it is sent for a loss and all gradients, and how its answers read."""

from __future__ import annotations

import base64
import importlib.util
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from benchmarks.wire import encode
from benchmarks.wire.functions import Answer, Array, Function
from benchmarks.wire.post import Post, WrongAnswer

HERE = Path(__file__).parent
OURS, BARE = "wengert", "bare ASGI"


@dataclass(frozen=True)
class Command:
    """A server's command line, where `{port}` stands for the port, and what it adds to the environment."""

    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Contender:
    """A server that takes part.

    Attributes:
        name: by which the results call it.
        packages: that must be there.
        command: starts it; the same command for two functions is one server.
        posts: all that a client sends for the loss and all gradients.
        read: the answer that the bodies of the responses make.
    """

    name: str
    packages: tuple[str, ...]
    command: Callable[[Function], Command]
    posts: Callable[[Function], list[Post]]
    read: Callable[[Function, Sequence[bytes]], Answer]

    @property
    def missing(self) -> list[str]:
        """The packages that are not there."""
        return [package for package in self.packages if importlib.util.find_spec(package) is None]

    def check(self, function: Function, bodies: Sequence[bytes]) -> None:
        """Compare the answer with that by hand.

        Raises:
            WrongAnswer: they differ.
        """
        found, right = self.read(function, bodies), function.answer
        try:
            np.testing.assert_allclose(found.loss, right.loss, rtol=1e-9)
            if set(found.gradients) != set(right.gradients):
                raise AssertionError(f"gradients of {sorted(found.gradients)}")
            for name, gradient in right.gradients.items():
                tolerance = 1e-9 * float(np.max(np.abs(gradient)))
                np.testing.assert_allclose(found.gradients[name], gradient, rtol=1e-9, atol=tolerance)
        except AssertionError as error:
            raise WrongAnswer(f"{self.name}, {function.name}: {error}") from None


def _uvicorn(application: str) -> tuple[str, ...]:
    options = ("--port", "{port}", "--loop", "uvloop", "--http", "httptools", "--no-access-log")
    return (sys.executable, "-m", "uvicorn", application, *options)


def ours(python: Path) -> Contender:
    """The service, run by an interpreter that has what it needs."""

    def posts(function: Function) -> list[Post]:
        return [our_post(function.document, function.encoding)]

    return Contender(
        OURS,
        (),
        lambda _: Command((str(python), "-m", "app", "--port", "{port}")),
        posts,
        lambda function, bodies: encode.answer(encode.loads(bodies[0], function.encoding)),
    )


def our_post(document: Mapping[str, Any], encoding: str) -> Post:
    """A document to our service."""
    media_type, accept = encode.MEDIA_TYPES[encoding]
    return Post("/gradient", encode.dumps(document, encoding), media_type, accept)


BARE_COMMAND = Command((*_uvicorn("benchmarks.wire.servers.bare:app"), "--lifespan", "off"))


def _bare() -> Contender:
    """The same body to a server that reads it and answers as many bytes as we do."""

    def posts(function: Function) -> list[Post]:
        length = len(encode.expected(function))
        return [Post(f"/constant/{length}", encode.dumps(function.document, function.encoding))]

    def read(function: Function, bodies: Sequence[bytes]) -> Answer:
        if len(bodies[0]) != len(encode.expected(function)):
            raise WrongAnswer(f"{BARE}, {function.name}: {len(bodies[0])} bytes")
        return function.answer

    return Contender(BARE, ("uvicorn", "uvloop", "httptools"), lambda _: BARE_COMMAND, posts, read)


def _jax() -> Contender:
    """One request; short arrays as lists, others in base64."""

    def written(array: Array, function: Function) -> Any:
        if array.ndim == 0 or function.encoding == "lists":
            return array.tolist()
        data = base64.b64encode(array.tobytes()).decode()
        return {"shape": list(array.shape), "dtype": str(array.dtype), "data": data}

    def posts(function: Function) -> list[Post]:
        values = {**function.parameters, **function.sent}
        document = {name: written(array, function) for name, array in values.items()}
        return [Post(f"/{function.name}", orjson.dumps(document))]

    def shaped(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return np.frombuffer(base64.b64decode(value["data"]), value["dtype"]).reshape(value["shape"])

    def read(_: Function, bodies: Sequence[bytes]) -> Answer:
        document = orjson.loads(bodies[0])
        gradients = {name: shaped(value) for name, value in document["gradients"].items()}
        return Answer(document["loss"], encode.arrays(gradients))

    command = Command(_uvicorn("benchmarks.wire.servers.jax_service:app"))
    return Contender("FastAPI + JAX", ("jax", "fastapi", "uvicorn"), lambda _: command, posts, read)


def _umbridge() -> Contender:
    """Two requests: the protocol has one for the output and one for the gradient of one input."""

    def posts(function: Function) -> list[Post]:
        row = np.concatenate([array.ravel() for array in function.parameters.values()])
        blocks = [row, *(array.ravel().astype(float) for array in function.sent.values())]
        common = {"name": function.name, "input": [block.tolist() for block in blocks], "config": {}}
        gradient = {**common, "outWrt": 0, "inWrt": 0, "sens": [1.0]}
        return [Post("/Evaluate", orjson.dumps(common)), Post("/Gradient", orjson.dumps(gradient))]

    def read(function: Function, bodies: Sequence[bytes]) -> Answer:
        outputs, row = (orjson.loads(body)["output"] for body in bodies)
        parts = np.split(np.array(row), np.cumsum([a.size for a in function.parameters.values()])[:-1])
        gradients = {
            name: part.reshape(like.shape)
            for (name, like), part in zip(function.parameters.items(), parts, strict=True)
        }
        return Answer(outputs[0][0], gradients)

    command = Command((sys.executable, "-m", "benchmarks.wire.servers.umbridge_models", "{port}"))
    return Contender("UM-Bridge", ("umbridge", "jax"), lambda _: command, posts, read)


def _tesseract() -> Contender:
    """Two requests: `apply` answers the loss, `vector_jacobian_product` the gradients."""

    def posts(function: Function) -> list[Post]:
        few = function.encoding == "lists"
        accept = encode.JSON if few else encode.JSON_BASE64

        def written(array: Array) -> Any:
            return encode.as_object(array, "json" if few or array.ndim == 0 else "base64")

        inputs = {n: written(array) for n, array in {**function.parameters, **function.sent}.items()}
        product = {
            "inputs": inputs,
            "vjp_inputs": sorted(function.parameters),
            "vjp_outputs": ["loss"],
            "cotangent_vector": {"loss": written(np.asarray(1.0))},
        }
        paths = {"/apply": {"inputs": inputs}, "/vector_jacobian_product": product}
        return [Post(path, orjson.dumps(document), accept=accept) for path, document in paths.items()]

    def read(_: Function, bodies: Sequence[bytes]) -> Answer:
        applied, gradients = (encode.loads(body, "base64") for body in bodies)
        return Answer(float(applied["loss"]), encode.arrays(gradients))

    def command(function: Function) -> Command:
        api = str(HERE / "servers" / "tesseract_api.py")
        environment = (("TESSERACT_API_PATH", api), ("WIRE_FUNCTION", function.name))
        return Command(_uvicorn("tesseract_core.runtime.app_http:app"), environment)

    return Contender("Tesseract", ("tesseract_core", "lz4", "jax"), command, posts, read)


def contenders(python: Path) -> list[Contender]:
    """All of them; ours first."""
    return [ours(python), _bare(), _jax(), _umbridge(), _tesseract()]
