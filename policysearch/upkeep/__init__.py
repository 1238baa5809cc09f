"""Documents that come by the page: the folder that holds them, and the one who rebuilds the index after a change."""

from policysearch.upkeep.folder import Held, UploadFolder
from policysearch.upkeep.keeper import Keeper, Outcome, State
from policysearch.upkeep.process import BuilderProcess

__all__ = ["BuilderProcess", "Held", "Keeper", "Outcome", "State", "UploadFolder"]
