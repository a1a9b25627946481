"""What a model must reach before its predictions are shown to anyone.

R² counts beyond the author's own median: how large authors are is known before a post, and where
they differ much it explains most by itself.
"""

import math

from oracle.predictor.evaluating import Measured

PAIRS, CALIBRATION, COVERAGE, LEAK = 0.60, 0.05, 0.02, 0.5
_LEAKS = "before posting nobody knows that much, so look for a column that tells the outcome"
_UNTOLD = "can't be told from these posts: give more of each author, with what became of them"


def missed(measured: Measured) -> list[str]:
    """The gates that a model misses, each with its figure; none where it may be used."""
    pairs, rank = measured.pairwise_accuracy, measured.spearman
    author, error = measured.author_mean_spearman, measured.calibration_error
    off, leak = measured.interval_coverage_error, measured.explained_beyond_author
    points = round(100 * COVERAGE)
    gates = {
        "pairwise accuracy": (pairs, pairs >= PAIRS, f"{pairs:.3f} is under {PAIRS:.2f}"),
        "Spearman": (
            rank,
            rank > author,
            f"{rank:.3f} is not above {author:.3f}, the author's mean",
        ),
        "calibration error": (
            error,
            error <= CALIBRATION,
            f"{error:.3f} is over {CALIBRATION}",
        ),
        "intervals": (
            off,
            off <= COVERAGE,
            f"are {off:.1%} off their promise, over {points} points",
        ),
        "R² beyond the author": (leak, leak <= LEAK, f"{leak:.2f} is over {LEAK}: {_LEAKS}"),
    }
    return [
        f"{name} {wrong if math.isfinite(value) else _UNTOLD}"
        for name, (value, passed, wrong) in gates.items()
        if not passed
    ]
