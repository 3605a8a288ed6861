"""Graphs named by their id instead of sent, and the header that says how long a request took."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from app.api.routes import ROUTES
from app.graph.identity import PATTERN, Graphs
from tests.conftest import Client, Json

NODES = [
    {"name": "p", "op": "multiply", "inputs": ["w", "x"]},
    {"name": "loss", "op": "square", "inputs": ["p"]},
]
VALUES: Json = {"parameters": {"w": 3.0}, "constants": {"x": 2.0}}
GRAPH: Json = {"graph": {"nodes": NODES}, **VALUES}
PROGRAM: Json = {"program": "loss = square(w * x)", "inputs": {"w": {"shape": []}}, **VALUES}
ANSWER = {"loss": 36.0, "gradients": {"w": 24.0}}


def id_of(client: Client, document: Json, path: str = "/gradient") -> str:
    found = client.post(path, document).headers["wengert-graph"]
    assert re.match(PATTERN, found)
    return found


@pytest.mark.parametrize("document", [GRAPH, PROGRAM], ids=["graph", "program"])
def test_an_id_stands_for_a_graph(client: Client, document: Json) -> None:
    name = id_of(client, document)
    for _ in range(6):
        response = client.post("/gradient", {"graph": name, **VALUES})
        assert response.json() == ANSWER
        assert response.headers["wengert-graph"] == name
    other = {"graph": name, "parameters": {"w": [1.0, 2.0]}, "constants": {"x": 2.0}}
    if document is GRAPH:
        assert client.gradient({**other, "target": "p"})["gradients"] == {"w": [2.0, 2.0]}


def test_the_id_is_that_of_the_content(client: Client) -> None:
    name = id_of(client, GRAPH)
    respelled = json.dumps(
        {**VALUES, "graph": {"nodes": [dict(reversed(node.items())) for node in NODES]}}, indent=3
    )
    assert id_of(client, respelled.encode()) == name
    assert id_of(client, {**GRAPH, "parameters": {"w": 1.0}}) == name
    renamed = json.loads(json.dumps(GRAPH).replace('"p"', '"q"'))
    assert id_of(client, renamed) != name
    assert id_of(client, PROGRAM) != name


def test_respelled_requests_share_a_plan(client_with: Any) -> None:
    client = client_with()
    cache = client.app.state.workshop.cache
    for indent in range(12):
        assert client.post("/gradient", json.dumps(GRAPH, indent=indent).encode()).json() == ANSWER
    name = id_of(client, GRAPH)
    client.gradient({"graph": name, **VALUES})
    assert (cache.hits, cache.misses) == (13, 1)


@pytest.mark.parametrize("path", [route.path for route in ROUTES])
def test_every_route_names_the_graph_and_takes_its_name(client: Client, path: str) -> None:
    more: dict[str, Json] = {
        "/vjp": {"output_gradients": {"loss": 1.0}},
        "/jvp": {"tangents": {"w": 1.0}},
        "/hvp": {"vectors": {"w": 1.0}},
        "/batch": {"parameters": {"w": [1.0, 2.0]}, "batched": ["w"]},
    }
    first = client.post(path, {**GRAPH, **more.get(path, {})})
    assert first.status_code == 200, first.text
    again = client.post(path, {**VALUES, **more.get(path, {}), "graph": first.headers["wengert-graph"]})
    assert again.content == first.content
    assert again.headers["wengert-graph"] == first.headers["wengert-graph"]


def test_over_cbor(client: Client) -> None:
    import cbor2

    name = id_of(client, GRAPH)
    body = cbor2.dumps({"graph": name, **VALUES})
    assert client.post("/gradient", body, content_type="application/cbor").json() == ANSWER


def test_an_unknown_id(client: Client) -> None:
    body = client.problem(
        client.post("/gradient", {"graph": "sha256:" + 64 * "0", **VALUES}), 404, "graph-not-found"
    )
    assert body["errors"][0]["pointer"] == "/graph"


@pytest.mark.parametrize("name", ["", "sha256:", "sha256:" + 64 * "G", "sha1:00", "loss"])
def test_what_is_no_id(client: Client, name: str) -> None:
    body = client.problem(client.post("/gradient", {"graph": name, **VALUES}), 422, "invalid-document")
    assert body["errors"][0]["pointer"] == "/graph"


def test_beside_a_program(client: Client) -> None:
    name = id_of(client, GRAPH)
    document = {"graph": name, "program": "loss = w * x", **VALUES}
    client.problem(client.post("/gradient", document), 422, "invalid-document")


def test_graphs_are_given_up_by_least_use() -> None:
    documents = [{"program": f"loss = {i}.0 * w"} for i in range(4)]
    graphs = Graphs(3 * len(json.dumps(documents[0])))
    names = [graphs.keep(document) for document in documents[:3]]
    graphs.resolved({"graph": names[0]})
    graphs.keep(documents[3])
    assert graphs.resolved({"graph": names[0]}) == documents[0]
    assert len(graphs) == 3
    with pytest.raises(Exception, match="is kept here"):
        graphs.resolved({"graph": names[1]})


def test_they_can_be_kept_nowhere(client_with: Any) -> None:
    client = client_with(graph_store_bytes=0, plan_cache_bytes=0)
    name = id_of(client, GRAPH)
    client.problem(client.post("/gradient", {"graph": name, **VALUES}), 404, "graph-not-found")


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html, application/json;q=0.9"])
def test_server_timing(client_with: Any, accept: str) -> None:
    client = client_with()
    stages = []
    for _ in range(6):
        header = client.post("/gradient", GRAPH, accept=accept).headers["server-timing"]
        entries = [re.fullmatch(r"(\w+);dur=(\d+\.\d{3})", entry) for entry in header.split(", ")]
        assert all(entries)
        stages.append([entry[1] for entry in entries if entry])
    assert stages[0] == ["decode", "queue", "plan", "run", "encode"]
    assert stages[-1] == ["decode", "run", "encode"], "found and run in one"
