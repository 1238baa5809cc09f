"""The upkeep of uploaded documents (?view=upkeep): its frame; upkeep.js fills in what the server tells this user."""

from __future__ import annotations

from policysearch.app.view import View, wrap
from policysearch.render.upkeep import upkeep_frame


def upkeep() -> View:
    """The frame alone: who may see what is for the gate to say, which knows the user."""
    return wrap("upkeep", "维护文件", upkeep_frame())
