"""Server-sent events (WHATWG HTML, section 9.2): the steps of a minimization, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from wengert.errors import NoAnswer, error_of
from wengert.values import decoded, numbers

EVENTS = "text/event-stream"


class Event(NamedTuple):
    """What a minimization tells.

    Attributes:
        name: "progress" for a step, "answer" for the end.
        data: of a step `step`, `loss`, `gradient_norm`, `seconds`, `seconds_left`, and `parameters` if they are few;
            of the end what `/minimize` answers.
    """

    name: str
    data: dict[str, Any]


class Reader:
    """Events from the lines that they are written as."""

    def __init__(self) -> None:
        self._name, self._data = "", ""
        self._answered = False

    def read(self, line: str) -> Iterator[Event]:
        """The event that a line ends, if it does.

        Raises:
            WengertError: the service told a problem.
        """
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            self._name = value
        elif field == "data":
            self._data += value
        elif not line and self._data:
            yield self._event(json.loads(self._data))
            self._name, self._data = "", ""

    def end(self) -> None:
        """The stream has ended.

        Raises:
            NoAnswer: it did so before the answer.
        """
        if not self._answered:
            raise NoAnswer("No answer", "the events ended before the answer")

    def _event(self, said: Any) -> Event:
        if self._name == "problem":
            raise error_of(said.get("status", 500), said, {})
        self._answered = self._answered or self._name == "answer"
        return Event(self._name, _read(said))


def _read(said: dict[str, Any]) -> dict[str, Any]:
    """The members of an event, with arrays for parameters and numbers for the names of NaN and the infinities."""
    found = {
        name: float(member) if name in ("loss", "gradient_norm") else member for name, member in said.items()
    }
    if "parameters" in said:
        found["parameters"] = {
            name: one if isinstance(one, np.ndarray) else numbers(one)
            for name, one in decoded(said["parameters"]).items()
        }
    return found
