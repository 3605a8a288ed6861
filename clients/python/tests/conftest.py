"""A real server, and a client that tensors are evaluated by."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import wengert as tf

from tests.server import Server, serve


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serve() as server:
        yield server


@pytest.fixture(autouse=True)
def used(server: Server) -> Iterator[tf.Client]:
    with tf.Client(server.url) as client:
        tf.use(client)
        yield client
