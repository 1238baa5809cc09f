"""Semantic search and cited answers over Chinese policy texts."""

__version__ = "0.1.0"
