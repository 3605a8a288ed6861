"""Speed, measured; see README.md."""
