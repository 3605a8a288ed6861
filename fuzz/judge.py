"""What every answer must be, whatever was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from jsonschema import Draft202012Validator

PROBLEM = "application/problem+json"
# To hold a longer answer against its schema takes longer than to compute it.
LONGEST = 100_000
# What a request as such may be answered: everything but that the service has failed.
PROMISED = frozenset({200, 400, 404, 406, 413, 415, 422, 503, 504})


class Judge:
    """Holds answers against the OpenAPI document.

    Args:
        document: of the service.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._components = {"components": document["components"]}
        self._problem = self._validator({"$ref": "#/components/schemas/Problem"})
        self._answers = {}
        for path, operations in document["paths"].items():
            content = operations.get("post", {}).get("responses", {}).get("200", {}).get("content", {})
            for kind in ("application/json", "application/json+base64"):
                if kind in content:
                    self._answers[path, kind] = self._validator(content[kind]["schema"])

    def _validator(self, schema: Mapping[str, Any]) -> Draft202012Validator:
        return Draft202012Validator({**schema, **self._components})

    def complaint(self, path: str, status: int, media_type: str, content: bytes) -> str | None:
        """What is wrong with an answer; None if nothing is."""
        if status not in PROMISED:
            return f"status {status}"
        if status != 200:
            if media_type != PROBLEM:
                return f"a problem of type {media_type}"
            return _first(self._problem, orjson.loads(content))
        validator = self._answers.get((path, media_type))
        if validator is None or len(content) > LONGEST:
            return None
        return _first(validator, orjson.loads(content))


def _first(validator: Draft202012Validator, document: Any) -> str | None:
    error = next(validator.iter_errors(document), None)
    return None if error is None else f"does not fit the schema at {error.json_path}: {error.message[:300]}"
