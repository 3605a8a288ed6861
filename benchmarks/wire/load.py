"""Load: `wrk`, with a script that sends a list of requests in turn."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.wire.post import PATIENCE, Post, WrongAnswer
from benchmarks.wire.processes import cores, pinned

# A single request is formatted once and for all by wrk itself; several are by `init`.
SINGLE = """
wrk.method, wrk.path = "POST", {path}
wrk.headers["Content-Type"], wrk.headers["Accept"] = {media_type}, {accept}
wrk.body = contents({file})
"""
SEVERAL = """
local posts, turn = {{ {posts} }}, 0
local requests = {{}}
function init(args)
  for i, post in ipairs(posts) do
    requests[i] = wrk.format("POST", post[1], {{
      ["Host"] = wrk.headers["Host"], ["Content-Type"] = post[2], ["Accept"] = post[3]
    }}, contents(post[4]))
  end
end
function request()
  turn = turn % #requests + 1
  return requests[turn]
end
"""
READ = """
function contents(name)
  local file = assert(io.open(name, "rb"))
  local held = file:read("*a")
  file:close()
  return held
end
"""
DONE = """
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '\\nFOUND {"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "status": %d, "other": %d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), e.status,
    e.connect + e.read + e.write + e.timeout))
end
"""


MOST_SECONDS = 60


class Load(NamedTuple):
    """What a server did under load. The latencies are those of one request."""

    requests_per_second: float
    p50_ms: float
    p99_ms: float


def available() -> bool:
    """Whether wrk is there."""
    return shutil.which("wrk") is not None


def version() -> str:
    """The version of wrk."""
    asked = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False)  # noqa: S607
    return asked.stdout.partition("[")[0].removeprefix("wrk").strip()


def script(posts: Sequence[Post], directory: Path, name: str) -> Path:
    """Write a script for wrk, and the bodies beside it."""
    files = [directory / f"{name}.{i}.body" for i in range(len(posts))]
    for file, post in zip(files, posts, strict=True):
        file.write_bytes(post.body)
    quoted = [
        {
            "path": json.dumps(post.path),
            "media_type": json.dumps(post.media_type),
            "accept": json.dumps(post.accept),
            "file": json.dumps(str(file)),
        }
        for file, post in zip(files, posts, strict=True)
    ]
    if len(quoted) == 1:
        sending = SINGLE.format(**quoted[0])
    else:
        rows = ("{{ {path}, {media_type}, {accept}, {file} }}".format(**post) for post in quoted)
        sending = SEVERAL.format(posts=", ".join(rows))
    path = directory / f"{name}.lua"
    path.write_text(READ + sending + DONE)
    return path


def run(port: int, lua: Path, connections: int, seconds: int) -> Load:
    """Put a server under load, for whole seconds; wrk knows no others.

    Raises:
        WrongAnswer: a response was not 2xx, or did not come.
    """
    found = cores()
    options = ["-t1", f"-c{connections}", f"-d{seconds}s", f"--timeout={PATIENCE:.0f}s", "--latency"]
    command = pinned(None if found is None else found[1], "wrk", *options, "-s", str(lua))
    finished = subprocess.run(  # noqa: S603
        [*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=False
    )
    line = next((row for row in finished.stdout.splitlines() if row.startswith("FOUND ")), None)
    if line is None:
        raise RuntimeError(f"wrk said:\n{finished.stdout}\n{finished.stderr}")
    counts = json.loads(line.removeprefix("FOUND "))
    if not counts["requests"] and not counts["status"] and seconds < MOST_SECONDS:
        # With many connections a slow server may not have answered any of them yet.
        return run(port, lua, connections, 4 * seconds)
    if counts["status"] or counts["other"] or not counts["requests"]:
        raise WrongAnswer(f"{lua.stem}: {counts}")
    return Load(counts["requests"] / counts["microseconds"] * 1e6, counts["p50"] / 1e3, counts["p99"] / 1e3)
