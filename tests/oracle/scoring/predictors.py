"""Small predictors, by hand."""

from oracle.scoring.forest import Forest, ForestPredictor, Tree


def stump(feature: int, threshold: float, below: float, above: float) -> Tree:
    """A tree with one split."""
    return Tree(
        features=(feature,), thresholds=(threshold,), left=(-1,), right=(-2,), leaves=(below, above)
    )


FIGURES = ForestPredictor(
    name="likes figures",
    data="synthetic",
    rows=1_000,
    features=("concrete", "mood"),
    actions={
        "like": Forest(trees=(stump(0, 0.5, -4.0, -1.0),)),
        "repost": Forest(trees=(stump(0, 0.5, -7.0, -4.0), stump(1, 0.2, 0.0, 1.0))),
    },
)
"""Readers who like and repost what has a figure in it, and repost what is glad."""
