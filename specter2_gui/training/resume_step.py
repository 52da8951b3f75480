"""From which step a run would go on, read without loading what computes."""

import json
from pathlib import Path

from specter2_gui.training.run_files import CHECKPOINT, CHECKPOINT_STATE


def resume_step(run_dir: Path) -> int:
    """The step of the checkpoint in ``run_dir``; 0 where there is none that tells, and a run would begin anew."""
    try:
        step = json.loads((run_dir / CHECKPOINT / CHECKPOINT_STATE).read_bytes())["position"]["step"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return 0
    return step if isinstance(step, int) and step > 0 else 0
