"""A worker process that pauses at every point where being killed could hurt."""

from tests.videos.pausing import pausing

# isort: split
from cms.core import leased
from videos.services import deriving, placing, stored_files
from videos.services.holding import LeaseKeeper

leased.kick = lambda _model: None
LeaseKeeper.renew = pausing(LeaseKeeper.renew, "renewing")
placing._move = pausing(placing._move, "placing a file")
deriving.mark_dependents = pausing(deriving.mark_dependents, "the end of the transaction")
deriving.do_step = pausing(deriving.do_step, "a step")
stored_files.delete_file = pausing(stored_files.delete_file, "deleting a file")
deriving.drain_derivatives()
