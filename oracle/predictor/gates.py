"""What a model must reach before its predictions are shown to anyone.

R² counts beyond the author's own median: how large authors are is known before a post, and where
they differ much it explains most by itself.
"""

from oracle.predictor.evaluating import Measured

PAIRS, CALIBRATION, COVERAGE, LEAK = 0.60, 0.05, 0.02, 0.5


def missed(measured: Measured) -> list[str]:
    """The gates that a model misses, each with its figure; none where it may be used."""
    pairs, rank = measured.pairwise_accuracy, measured.spearman
    author, calibration = measured.author_mean_spearman, measured.calibration_error
    coverage, explained = measured.interval_coverage_error, measured.explained_beyond_author
    points = round(100 * COVERAGE)
    gates = {
        f"pairwise accuracy {pairs:.3f} is under {PAIRS:.2f}": pairs >= PAIRS,
        f"Spearman {rank:.3f} is not above {author:.3f}, the author's own mean": rank > author,
        f"calibration error {calibration:.3f} is over {CALIBRATION}": calibration <= CALIBRATION,
        f"intervals are {coverage:.1%} off their promise, over {points} points": coverage
        <= COVERAGE,
        f"R² {explained:.2f} beyond the author is over {LEAK}: before posting nobody knows that "
        "much, so look for a column that tells the outcome": explained <= LEAK,
    }
    return [wrong for wrong, passed in gates.items() if not passed]
