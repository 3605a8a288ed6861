"""Post one neuron's graph to HOST PORT and compare the whole answer.

Needs nothing but the standard library, as it also runs on machines where the service is not installed.
"""

import http.client
import json
import sys

REQUEST = {
    "graph": {
        "nodes": [
            {"name": "wx", "op": "multiply", "inputs": ["w", "x"]},
            {"name": "y_pred", "op": "add", "inputs": ["wx", "b"]},
            {"name": "error", "op": "subtract", "inputs": ["y", "y_pred"]},
            {"name": "loss", "op": "square", "inputs": ["error"]},
        ]
    },
    "parameters": {"w": 0.5, "b": 1.0},
    "constants": {"x": 2.0, "y": 3.0},
}
ANSWER = {"loss": 1.0, "gradients": {"w": -4.0, "b": -2.0}}

connection = http.client.HTTPConnection(sys.argv[1], int(sys.argv[2]), timeout=10)
connection.request("POST", "/gradient", json.dumps(REQUEST), {"Content-Type": "application/json"})
response = connection.getresponse()
body = response.read()
if response.status != 200 or json.loads(body) != ANSWER:
    sys.exit(f"{response.status} {body.decode()}")
