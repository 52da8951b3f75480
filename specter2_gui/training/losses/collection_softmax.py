"""Each paper that answers a query has to be nearer to it than all other papers of the collection, judged or not.

The query's known answers are left out; whatever nobody has judged counts as no answer. Source: Henderson et al. (2017)
for the softmax; Zhan et al. (2021), "Optimizing Dense Retrieval Model Training with Hard Negatives", for training
queries against a whole index that stays.
"""

from torch import Tensor

from specter2_gui.training.losses._softmax import mean_over_pairs, pairs_of, similarities
from specter2_gui.training.step_vectors import LossOptions, StepVectors

USES_COLLECTION = True


def loss(step: StepVectors, options: LossOptions) -> Tensor:
    """Mean over the distinct pairs of query and positive of the cross-entropy among all papers of the collection.

    Papers of the step stand in the collection with the step's vectors, so that a gradient reaches them. The
    similarities are put in place, not the vectors: memory grows with q times c, never with c times d.

    Raises:
        ValueError: the step has no collection.
    """
    whole = step.collection
    if whole is None:
        raise ValueError("collection_softmax needs step.collection, and the step has none")
    near, pairs = similarities(step.queries, step.papers, options), pairs_of(step)
    rivals = similarities(step.queries, whole.vectors, options).index_copy(1, whole.places, near)
    return mean_over_pairs(near, pairs, rivals, whole.answers.index_copy(1, whole.places, step.answers | pairs))
