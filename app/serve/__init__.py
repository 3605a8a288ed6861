"""Serving the application: processes, signals, connections."""
