"""HTTP, and nothing else: routes, bodies, problems, the OpenAPI document."""
