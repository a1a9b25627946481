"""A simulated population of readers over which a post spreads.

Nobody here is real: readers, follows and acts are drawn from documented distributions. What comes
out is a distribution of what might happen in such a population, never a promise of what will.

::

    plan ──build──▶ Population ──┐
    text ──appeal──▶ Post ───────┴─ Spreader.run ──▶ Cascade ──simulate──▶ Forecast ──▶ table, plot
"""
