"""Documents that come by the page: the folder that holds them, and the one who rebuilds the index after a change."""

from policysearch.upkeep.folder import Held, UploadFolder
from policysearch.upkeep.keeper import Keeper, Outcome, State

__all__ = ["Held", "Keeper", "Outcome", "State", "UploadFolder"]
