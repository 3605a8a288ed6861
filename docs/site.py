"""What MkDocs is told beyond mkdocs.yml: pages that lie elsewhere in the project, and those made from the OpenAPI document."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from app.errors import error_types

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "openapi" / "openapi.json"

# Files of the project that are pages too, by their path in it.
ELSEWHERE = {
    "README.md": "index.md",
    "CHANGELOG.md": "changes.md",
    "CONTRIBUTING.md": "contributing.md",
    "benchmarks/README.md": "benchmarks.md",
    "benchmarks/gradbench/README.md": "gradbench.md",
    "benchmarks/plots/engine.svg": "plots/engine.svg",
    "benchmarks/plots/growth.svg": "plots/growth.svg",
    "clients/python/README.md": "clients/python.md",
    "clients/typescript/README.md": "clients/typescript.md",
}
LINK = re.compile(r"(?<=\]\()(?!https?:|#)([^)#\s]+)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """List the families of operations, whose pages are written from the registry."""
    families = sorted(file.stem for file in (ROOT / "docs" / "operations").glob("[a-z]*.md"))
    pages = ["operations/README.md", *({_title(name): f"operations/{name}.md"} for name in families)]
    for section in config.nav or ():
        for entries in section.values():
            entries[:] = [
                {"Operations": pages} if entry == {"Operations": "operations"} else entry for entry in entries
            ]
    return config


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that do not lie in docs."""
    for source, page in ELSEWHERE.items():
        if page != "index.md":
            text = (ROOT / source).read_text()
            text = linked(text, source, page) if page.endswith(".md") else text
            files.append(File.generated(config, page, content=text))
    document = json.loads(DOCUMENT.read_text())
    files.append(File.generated(config, "reference/routes.md", content="\n".join(routes(document))))
    files.append(File.generated(config, "reference/errors.md", content="\n".join(errors())))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Let links to files of the project lead to their pages."""
    inside = (ROOT / "docs" / page.file.src_uri).exists()
    return linked(markdown, f"docs/{page.file.src_uri}", page.file.src_uri) if inside else markdown


def linked(text: str, source: str, page: str) -> str:
    """A file's text with links that are right where its page lies; what is no page is named and not linked.

    Args:
        text: Markdown.
        source: the file's path in the project.
        page: the page's path in the site.
    """

    def led(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), found[1]))
        if target.startswith("docs/"):
            target = target.removeprefix("docs/")
        elif target in ELSEWHERE:
            target = ELSEWHERE[target]
        else:
            return found[1]
        return posixpath.relpath(target, posixpath.dirname(page) or ".")

    kept = re.sub(LINK, led, text)
    return re.sub(r"\[([^\]]*)\]\(([^)#\s]+)[^)]*\)", lambda m: _named(m, source), kept)


def _named(found: re.Match[str], source: str) -> str:
    """A link, or only its text where it leads to a file of the project that is no page."""
    target = (ROOT / posixpath.dirname(source) / found[2]).resolve()
    is_page = found[2].startswith(("http:", "https:", "#")) or found[2].endswith((".md", ".svg", ".png"))
    return found[1] if not is_page and target.exists() else found[0]


def routes(document: Mapping[str, Any]) -> Iterator[str]:
    """The page of the routes."""
    yield "# Routes\n"
    yield "Made from the OpenAPI document, which the service answers at `/openapi.json`. What the members mean for each other is"
    yield "in [the interface](../api.md).\n"
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield from _route(document, f"{method.upper()} {path}", operation)


def _route(document: Mapping[str, Any], name: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"{operation.get('description') or operation['summary']}\n"
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        yield "Request:\n"
        yield from _members(document, schema)
    answer = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("schema")
    if answer is not None and "properties" in _resolved(document, answer):
        yield "Answer:\n"
        yield from _members(document, answer)
    refused = [status for status in operation["responses"] if status != "200"]
    if refused:
        yield f"Refused with {', '.join(refused)}; see [errors](errors.md).\n"


def _members(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    found = _resolved(document, schema)
    required = found.get("required", ())
    yield "| member | type | |"
    yield "|---|---|---|"
    for name, member in found.get("properties", {}).items():
        said = " ".join(str(member.get("description", "")).split()).replace("|", "\\|")
        default = member.get("default")
        said += f" Default: `{json.dumps(default)}`." if default not in (None, {}) else ""
        said = f"Required. {said}" if name in required else said
        yield f"| `{name}` | {_type(document, member)} | {said} |"
    yield ""


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Mapping[str, Any] = document["components"]["schemas"][reference.rpartition("/")[2]]
    return found


def _type(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """A type in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return " or ".join(f"`{json.dumps(value)}`" for value in values)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(_type(document, one) for one in schema[several]))
    if schema.get("type") == "array":
        return f"list of {_type(document, schema['items'])}" if schema.get("items") else "list"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_type(document, schema['additionalProperties'])}"
    return str(schema.get("type", "any"))


def errors() -> Iterator[str]:
    """The page of the kinds of errors."""
    yield "# Errors\n"
    yield "Every failing route answers `application/problem+json` (RFC 9457). `type` is one of these, at which the service explains"
    yield "it. Where the request is to blame, `errors` has JSON pointers into it; see [the interface](../api.md#errors).\n"
    yield "| type | status | title | |"
    yield "|---|---|---|---|"
    for error in sorted(error_types(), key=lambda error: (error.status, error.slug)):
        said = " ".join((error.__doc__ or "").split()).replace("|", "\\|")
        yield f"| `/problems/{error.slug}` | {error.status} | {error.title} | {said} |"
