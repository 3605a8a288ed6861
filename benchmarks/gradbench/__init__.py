"""GradBench, the field's public benchmark, answered by the service."""
