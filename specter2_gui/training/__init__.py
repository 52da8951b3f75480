"""The training core: losses, batches, the loop and the run folder; no Qt, no collection, no window."""
