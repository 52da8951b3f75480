"""Each paper that answers a query has to be nearer to it than all other papers of the same step that do not.

The others are the given negatives of all queries and the papers that answer other queries. Source: Henderson et al.
(2017), "Efficient Natural Language Response Suggestion for Smart Reply"; with ``cosine`` the loss that
sentence-transformers calls MultipleNegativesRankingLoss, its scale being 1 / temperature.
"""

from torch import Tensor

from specter2_gui.training.losses._softmax import mean_over_pairs, pairs_of, similarities
from specter2_gui.training.step_vectors import LossOptions, StepVectors


def loss(step: StepVectors, options: LossOptions) -> Tensor:
    """Mean over the distinct pairs of query and positive of the cross-entropy among the distinct papers of the step.

    The query's other known answers are left out. So is a given negative that is also a known answer of its query:
    two judgements contradict each other there, and pushing away a right answer harms more than one negative less.
    """
    near, pairs = similarities(step.queries, step.papers, options), pairs_of(step)
    return mean_over_pairs(near, pairs, rivals=near, known=step.answers | pairs)
