"""Ask HOST PORT for the pages, their files and the examples that they offer; needs nothing but the standard library."""

import http.client
import json
import sys

WANTED = {
    "/": b"<title>Wengert",
    "/playground/main.js": b"import",
    "/playground/style.css": b"--ink",
    "/playground/about.json": b"examples",
    "/docs": b"swagger-ui",
    "/openapi.json": b"openapi",
}


def got(path: str) -> bytes:
    """The body of an answer."""
    connection = http.client.HTTPConnection(sys.argv[1], int(sys.argv[2]), timeout=10)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        sys.exit(f"{path}: {response.status} {body.decode()}")
    return body


for path, part in WANTED.items():
    if part not in got(path):
        sys.exit(f"{path} has no {part.decode()}")
if not json.loads(got("/playground/about.json"))["examples"]:
    sys.exit("the image has no examples")
