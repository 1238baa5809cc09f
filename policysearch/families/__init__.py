"""Which documents are one text in several places, versions of one, or a notice and what it carries."""

from policysearch.families.find import Samples, find_families

__all__ = ["Samples", "find_families"]
