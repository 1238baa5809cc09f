"""Questions, measures and results: see README.md in this folder."""
