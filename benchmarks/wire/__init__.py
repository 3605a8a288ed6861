"""The service over HTTP beside its peers: requests a second, and large arrays. `python -m benchmarks.wire`."""
