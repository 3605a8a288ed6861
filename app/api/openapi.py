"""The OpenAPI document: what FastAPI knows of the routes, joined with the schema of graphs.

`python -m app.api.openapi` writes it to openapi/openapi.json.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from app import __version__
from app.api.codec import CBOR, EVENTS, JSON
from app.api.problems import MEDIA_TYPE, Problem
from app.api.routes import ROUTES, Route
from app.errors import RouteNotFound, error_types
from app.graph.identity import PATTERN
from app.graph.schema import ARRAY_PLACEHOLDER, ARRAY_SCHEMAS

OPENAPI = Path(__file__).parents[2] / "openapi"
REFERENCE = "#/components/schemas/{model}"
# How the names of the schemas of nodes end.
NODE = "_node"

DESCRIPTION = """\
Post a computation graph and values; get the loss and every gradient. Shapes are known and cost is bounded
before the first number is computed, and no code is executed.

`GET /ops` lists the operations. Errors are RFC 9457 problems; `GET /problems` lists their kinds.
"""

# Asked for where the operator has set keys or an issuer of tokens.
SECURITY = {
    "key": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "An API key, where the service asks for one.",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key, or a token of the issuer that the service trusts, where it asks for one.",
    },
}

HEADERS = {
    "Wengert-Graph": {
        "description": "The id of the graph or program; a later request may give it as its `graph`.",
        "schema": {"type": "string", "pattern": PATTERN},
    },
    "Server-Timing": {
        "description": "What the service took, in milliseconds: `decode` of the body, `plan`, `run`, `encode` of the answer.",
        "schema": {"type": "string"},
    },
}


def examples(path: str) -> dict[str, dict[str, Any]]:
    """The example documents for a route, by name: request, status and answer."""
    found = {}
    for file in sorted((OPENAPI / "examples").glob("*.json")):
        example = json.loads(file.read_text())
        if example["path"] == path:
            found[file.stem] = example
    return found


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the application."""
    schema = get_openapi(
        title="Wengert",
        version=__version__,
        description=DESCRIPTION,
        routes=app.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    schema.setdefault("components", {})["securitySchemes"] = SECURITY
    components = schema["components"].setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        components.pop(unused, None)
    components.update(_models())
    for route in ROUTES:
        operation = schema["paths"][route.path]["post"]
        operation["requestBody"] = _request_body(route.path, route.request.__name__)
        operation["responses"] = _responses(route)
        operation["security"] = [{}, *({name: []} for name in SECURITY)]
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            if path not in {route.path for route in ROUTES}:
                operation["responses"].pop("422", None)
                if "parameters" in operation:
                    operation["responses"]["404"] = _problem("Nothing has this name.")
    resolved: dict[str, Any] = _resolved(schema)
    return resolved


@cache
def _models() -> Mapping[str, Any]:
    modes: list[tuple[Any, JsonSchemaMode]] = [(Problem, "serialization")]
    modes += [(route.request, "validation") for route in ROUTES]
    modes += [(route.answer, "serialization") for route in ROUTES if route.answer is not None]
    _, schemas = models_json_schema(modes, ref_template=REFERENCE)
    return {**schemas["$defs"], **ARRAY_SCHEMAS}


def _resolved(value: Any) -> Any:
    """The document with references in place of the placeholders for arrays."""
    if isinstance(value, dict):
        if ARRAY_PLACEHOLDER.items() <= value.items():
            rest = {k: v for k, v in value.items() if k not in ARRAY_PLACEHOLDER}
            return {"$ref": REFERENCE.format(model="Array"), **rest}
        return {key: _resolved(item) for key, item in value.items()}
    return [_resolved(item) for item in value] if isinstance(value, list) else value


def _request_body(path: str, model: str) -> dict[str, Any]:
    shown = {
        name: {"summary": e["summary"], "description": e["description"], "value": e["request"]}
        for name, e in examples(path).items()
    }
    content = {"schema": {"$ref": REFERENCE.format(model=model)}}
    shown_too = {"examples": shown} if shown else {}
    return {"required": True, "content": {JSON: {**content, **shown_too}, CBOR: content}}


def _responses(route: Route) -> dict[str, Any]:
    path = route.path
    if route.answer is None:
        content: dict[str, Any] = {kind: {"schema": {"type": "string"}} for kind in route.offered}
    else:
        schema = {"schema": {"$ref": REFERENCE.format(model=route.answer.__name__)}}
        content = dict.fromkeys(route.offered, schema)
        if EVENTS in content:
            content[EVENTS] = {"schema": {"type": "string"}}
        content[JSON] = {**schema, "examples": _answers(path, 200)}
    responses: dict[str, Any] = {
        "200": {"description": "The answer.", "headers": HEADERS, "content": content}
    }
    titles: dict[int, list[str]] = {}
    for error in error_types():
        if error.status != 405 and error is not RouteNotFound:
            titles.setdefault(error.status, []).append(error.title)
    for status, kinds in sorted(titles.items()):
        responses[str(status)] = _problem(". ".join(kinds) + ".", _answers(path, status))
    return responses


def _answers(path: str, status: int) -> dict[str, Any]:
    return {
        name: {"summary": e["summary"], "value": e["answer"]}
        for name, e in examples(path).items()
        if e["status"] == status
    }


def _problem(description: str, shown: Mapping[str, Any] | None = None) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": {"$ref": REFERENCE.format(model="Problem")}}
    if shown:
        content["examples"] = shown
    return {"description": description, "content": {MEDIA_TYPE: content}}


def shortened(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with one schema for the nodes of all operations, which a page draws in a fraction of the time."""
    schemas = document["components"]["schemas"]
    kept = {name: _with_one_node(schema) for name, schema in schemas.items() if not name.endswith(NODE)}
    kept["Node"] = {
        "type": "object",
        "description": "An operation; its attributes stand beside its inputs. `GET /ops` lists them, `GET /ops/{name}` says "
        "what each takes.",
        "required": ["name", "op"],
        "properties": {
            "name": {"$ref": REFERENCE.format(model="Name")},
            "op": {"type": "string", "examples": ["multiply"]},
            "inputs": {"type": "array", "items": {"$ref": REFERENCE.format(model="Input")}},
        },
        "additionalProperties": True,
    }
    said = (
        "The schema of nodes is shortened here; the document at `/openapi.json` has one for each operation."
    )
    info = {**document["info"], "description": f"{document['info']['description']}\n{said}\n"}
    return {**document, "info": info, "components": {**document["components"], "schemas": kept}}


def _with_one_node(schema: Any) -> Any:
    if isinstance(schema, dict):
        if any(
            target.endswith(NODE) for target in schema.get("discriminator", {}).get("mapping", {}).values()
        ):
            return {"$ref": REFERENCE.format(model="Node")}
        return {key: _with_one_node(item) for key, item in schema.items()}
    return [_with_one_node(item) for item in schema] if isinstance(schema, list) else schema


def rendered(app: FastAPI) -> str:
    """The document as it stands in openapi/openapi.json."""
    return json.dumps(app.openapi(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    from app.main import create_app

    (OPENAPI / "openapi.json").write_text(rendered(create_app()))
