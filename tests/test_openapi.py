"""The OpenAPI document, the pages it is shown on, and the reference routes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from app.api.openapi import OPENAPI, rendered
from app.api.routes import ROUTES
from app.errors import MethodNotAllowed, RouteNotFound, WengertError, error_types
from app.ops import REGISTRY, Op
from app.ops.entry import ALIASES
from tests.conftest import Client, Json

EXAMPLES = {path.stem: json.loads(path.read_text()) for path in sorted((OPENAPI / "examples").glob("*.json"))}
ERRORS = list(error_types())
# The other methods of a path are not in the document, and they alone can answer 405.
DOCUMENTED = [error for error in ERRORS if error is not MethodNotAllowed]

each_operation = pytest.mark.parametrize("op", REGISTRY.values(), ids=lambda op: op.name)
each_error = pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.slug)
each_example = pytest.mark.parametrize("name", EXAMPLES)
each_route = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)


@pytest.fixture(scope="module")
def document(client: Client) -> Json:
    response = client.get("/openapi.json")
    assert response.status_code == 200
    return response.json()


@pytest.fixture(scope="module")
def schemas(document: Json) -> Json:
    return document["components"]["schemas"]


def validator(document: Json, reference: str) -> OAS31Validator:
    return OAS31Validator({"$ref": reference, "components": document["components"]})


def references(value: Json) -> Iterator[str]:
    """Every `$ref` of the document, outside examples."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for key, item in value.items():
            if key != "examples":
                yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


class TestDocument:
    def test_the_file_is_current(self, client: Client) -> None:
        text = (OPENAPI / "openapi.json").read_text()
        # Compared outside the assertion, which would print a difference of a million characters.
        current = text == rendered(client.app)
        assert current, "openapi/openapi.json is not what the code says: run `make openapi`"

    def test_is_valid(self, document: Json) -> None:
        validate(document)

    def test_holds_only_what_json_has(self, document: Json) -> None:
        json.dumps(document, allow_nan=False)

    def test_references_lead_somewhere(self, document: Json, schemas: Json) -> None:
        names = {reference.removeprefix("#/components/schemas/") for reference in references(document)}
        assert names <= set(schemas)

    def test_has_no_schema_that_nothing_uses(self, document: Json, schemas: Json) -> None:
        names = {reference.removeprefix("#/components/schemas/") for reference in references(document)}
        assert set(schemas) <= names

    @each_operation
    def test_shows_every_operation(self, op: Op, schemas: Json) -> None:
        [shown] = [
            s for s in schemas.values() if s.get("properties", {}).get("op", {}).get("const") == op.name
        ]
        properties = shown["properties"]
        assert properties["op"]["description"] == op.doc
        assert op.doc
        assert set(properties) == {"name", "op", "inputs", *(a.name for a in op.attributes)}
        for attribute in op.attributes:
            assert properties[attribute.name]["description"] == attribute.text
            assert (attribute.name in shown["required"]) == attribute.required
        for operand in op.operands:
            assert operand.name in properties["inputs"]["description"]
        assert properties["inputs"]["minItems"] == op.least_operands
        assert properties["inputs"].get("maxItems") == op.most_operands
        assert shown["additionalProperties"] is False

    def test_a_node_is_one_of_them(self, schemas: Json) -> None:
        items = schemas["Graph"]["properties"]["nodes"]["items"]
        assert items["discriminator"]["propertyName"] == "op"
        assert set(items["discriminator"]["mapping"]) == set(REGISTRY)
        assert len(items["oneOf"]) == len(REGISTRY)

    @each_route
    def test_every_field_has_a_description(self, route: Any, schemas: Json) -> None:
        properties = schemas[route.request.__name__]["properties"]
        silent = [
            name for name, field in properties.items() if not field.get("description") and "$ref" not in field
        ]
        assert not silent


class TestExamples:
    @each_example
    def test_stands_under_its_route(self, name: str, document: Json) -> None:
        example = EXAMPLES[name]
        operation = document["paths"][example["path"]]["post"]
        shown = operation["requestBody"]["content"]["application/json"]["examples"][name]
        assert shown == {
            "summary": example["summary"],
            "description": example["description"],
            "value": example["request"],
        }
        kind = "application/json" if example["status"] == 200 else "application/problem+json"
        answer = operation["responses"][str(example["status"])]["content"][kind]["examples"][name]
        assert answer == {"summary": example["summary"], "value": example["answer"]}

    @each_example
    def test_fits_the_schema(self, name: str, document: Json) -> None:
        example = EXAMPLES[name]
        operation = document["paths"][example["path"]]["post"]
        request = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        errors = list(validator(document, request).iter_errors(example["request"]))
        assert bool(errors) == example["answer"].get("type", "").endswith("/unknown-operation")
        kind = "application/json" if example["status"] == 200 else "application/problem+json"
        answer = operation["responses"][str(example["status"])]["content"][kind]["schema"]["$ref"]
        validator(document, answer).validate(example["answer"])

    def test_names_are_in_order(self) -> None:
        numbers = [int(name.partition("-")[0]) for name in EXAMPLES]
        assert numbers == list(range(1, len(EXAMPLES) + 1))
        assert all(re.fullmatch(r"\d\d(-[a-z0-9]+)+", name) for name in EXAMPLES)

    def test_each_has_a_summary_of_its_own(self) -> None:
        assert len({example["summary"] for example in EXAMPLES.values()}) == len(EXAMPLES)
        assert all(example["description"].endswith(".") for example in EXAMPLES.values())


class TestErrors:
    @pytest.mark.parametrize("error", DOCUMENTED, ids=lambda error: error.slug)
    def test_its_status_is_documented(self, error: type[WengertError], document: Json) -> None:
        paths = ["/ops/{name}", "/problems/{slug}"] if error is RouteNotFound else [r.path for r in ROUTES]
        for path in paths:
            [operation] = document["paths"][path].values()
            answer = operation["responses"][str(error.status)]
            assert list(answer["content"]) == ["application/problem+json"]
            assert answer["content"]["application/problem+json"]["schema"] == {
                "$ref": "#/components/schemas/Problem"
            }
            if error is not RouteNotFound:
                assert error.title in answer["description"]

    @each_error
    def test_has_a_page(self, error: type[WengertError], client: Client) -> None:
        response = client.get(f"/problems/{error.slug}")
        assert response.status_code == 200
        page = response.json()
        assert (page["type"], page["title"], page["status"]) == (
            f"/problems/{error.slug}",
            error.title,
            error.status,
        )
        assert page["description"].endswith(".")

    def test_are_listed(self, client: Client) -> None:
        listed = client.get("/problems").json()
        assert [page["type"] for page in listed] == [f"/problems/{error.slug}" for error in ERRORS]
        assert len({error.slug for error in ERRORS}) == len(ERRORS)


class TestOperations:
    def test_are_listed(self, client: Client) -> None:
        listed = client.get("/ops").json()
        assert [entry["name"] for entry in listed] == list(REGISTRY)
        assert all(entry["summary"] and entry["family"] for entry in listed)

    @each_operation
    def test_has_a_page(self, op: Op, client: Client) -> None:
        response = client.get(f"/ops/{op.name}")
        assert response.status_code == 200
        page = response.json()
        assert (page["name"], page["doc"], page["aliases"]) == (op.name, op.doc, list(op.aliases))
        assert [operand["name"] for operand in page["operands"]] == [o.name for o in op.operands]
        assert {a["name"]: a["text"] for a in page["attributes"]} == {a.name: a.text for a in op.attributes}

    def test_every_alias_leads_to_its_page(self, client: Client) -> None:
        for alias, name in ALIASES.items():
            response = client.get(f"/ops/{alias}")
            assert (response.status_code, response.json().get("name")) == (200, name), alias


class Links(HTMLParser):
    """What a page loads or leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("src", "href") and value]


class TestDocsPage:
    def test_needs_no_other_host(self, client: Client) -> None:
        response = client.get("/docs")
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/html")
        hosts = {urlsplit(url).netloc for url in re.findall(r"https?://[^\s\"'<>]+", response.text)}
        assert hosts <= {"wengert"}
        links = Links()
        links.feed(response.text)
        assert any(link.endswith(".js") for link in links.found)
        assert any(link.endswith(".css") for link in links.found)
        for link in links.found:
            asset = client.get(urlsplit(link).path)
            assert asset.status_code == 200, link
            assert asset.content, link

    def test_shows_this_document_without_a_schema_for_each_operation(self, client: Client) -> None:
        assert "'docs/openapi.json'" in client.get("/docs").text
        whole, shown = (client.get(path).json() for path in ("/openapi.json", "/docs/openapi.json"))
        assert shown["paths"] == whole["paths"]
        schemas = set(whole["components"]["schemas"])
        assert set(shown["components"]["schemas"]) == {s for s in schemas if not s.endswith("_node")} | {
            "Node"
        }
        validate(shown)
        named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(shown)))
        assert named <= set(shown["components"]["schemas"])

    def test_styles_load_nothing_from_elsewhere(self, client: Client) -> None:
        links = Links()
        links.feed(client.get("/docs").text)
        for link in links.found:
            if link.endswith(".css"):
                assert not re.search(r"(@import|url\()\s*[\"']?https?:", client.get(urlsplit(link).path).text)


class TestHealth:
    def test_lives_and_is_ready(self, client: Client) -> None:
        assert client.get("/livez").json() == {"status": "alive"}
        assert client.get("/readyz").json() == {"status": "ready"}

    def test_is_not_ready_once_it_stops(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(client.app.state, "ready", False)
        response = client.get("/readyz")
        assert (response.status_code, response.json()) == (503, {"status": "starting or stopping"})
        assert client.get("/livez").status_code == 200
