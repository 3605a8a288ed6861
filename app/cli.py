"""`wengert import FILE` writes the graph document of an expression or a model of another program; `wengert key NAME` makes
an API key."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.api import keys
from app.errors import InvalidDocument, WengertError
from app.importers import MathOptModel, from_sympy_text, read_mathoptformat

STANDARD = "-"


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    parser = argparse.ArgumentParser(prog="wengert", description="Gradients over HTTP.")
    commands = parser.add_subparsers(title="commands", required=True)
    _add_import(commands)
    _add_key(commands)
    arguments = parser.parse_args(argv)
    run: Callable[[argparse.Namespace], None] = arguments.run
    try:
        run(arguments)
    except WengertError as error:
        return _failed(arguments.file, f"{_place(error)}{error.detail}")
    except RecursionError:
        return _failed(arguments.file, "it nests too deep")
    except OSError as error:
        return _failed(error.filename or arguments.file, error.strerror or str(error))
    return 0


def _add_key(commands: Any) -> None:
    command = commands.add_parser(
        "key",
        help="make an API key",
        description="Make an API key: its secret is printed, once; what the service knows it by goes into a file.",
    )
    command.add_argument("name", metavar="NAME", help="whose it is; letters, digits and . @ _ -")
    command.add_argument(
        "--file", required=True, help="the file of WENGERT_API_KEYS_FILE, made if it is not there"
    )
    command.add_argument(
        "--scope", action="append", help="a route it allows, such as gradient; by default all"
    )
    command.add_argument("--expires", metavar="DAY", help="until when, such as 2027-01-01")
    command.set_defaults(run=_key)


def _key(arguments: argparse.Namespace) -> None:
    secret, digest = keys.generate()
    given = {
        "name": arguments.name,
        "sha256": digest,
        "scopes": arguments.scope,
        "expires": arguments.expires,
    }
    try:
        keys.add(Path(arguments.file), keys.Key.model_validate(given))
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidDocument(f"{first['loc'][0]}: {first['msg']}") from None
    except ValueError as error:
        raise InvalidDocument(str(error)) from None
    sys.stdout.write(secret + "\n")


def _add_import(commands: Any) -> None:
    command = commands.add_parser(
        "import",
        help="write the graph document of an expression or a model",
        description="Write the graph document of expressions as SymPy prints them, or of a model in "
        "MathOptFormat. Nothing in the file is executed.",
    )
    command.add_argument("file", metavar="FILE", help=f"what to read; {STANDARD} for standard input")
    command.add_argument(
        "--format", choices=["sympy", "mathopt"], help="how it is written; by default mathopt for JSON"
    )
    command.add_argument("--output", metavar="FILE", help="where to write the document, instead of printing")
    command.add_argument(
        "--model", metavar="FILE", help="with mathopt, where to write the sense, sets, bounds and start"
    )
    command.set_defaults(run=_import)


def _import(arguments: argparse.Namespace) -> None:
    text = _read(arguments.file)
    if (arguments.format or _guessed(arguments.file, text)) == "sympy":
        if arguments.model:
            raise InvalidDocument("--model is for models in MathOptFormat")
        _write(arguments.output, from_sympy_text(text))
        return
    model = read_mathoptformat(_json(text))
    if arguments.model:
        _write(arguments.model, _about(model))
    _write(arguments.output, model.graph)


def _about(model: MathOptModel) -> dict[str, Any]:
    """What a model says besides its functions."""
    return {"sense": model.sense, "sets": model.sets, "bounds": model.bounds, "start": model.start}


def _guessed(file: str, text: str) -> str:
    return "mathopt" if file.endswith(".json") or text.lstrip().startswith("{") else "sympy"


def _read(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == STANDARD else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidDocument("it is not text in UTF-8") from None


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise InvalidDocument("the JSON nests too deep; use a node_list") from None
    except ValueError as error:
        raise InvalidDocument(f"it is not JSON: {error}") from None


def _write(file: str | None, document: Any) -> None:
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    if file is None:
        sys.stdout.write(text)
    else:
        Path(file).write_text(text, encoding="utf-8")


def _place(error: WengertError) -> str:
    pointer = error.faults[0].pointer if error.faults else ""
    return f"{pointer}: " if pointer else ""


def _failed(file: str, detail: str) -> int:
    sys.stderr.write(f"wengert: {file}: {' '.join(detail.split())}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
