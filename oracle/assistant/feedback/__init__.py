"""Feedback: what became of posts teaches how each persona is best instructed.

`variants` are ways to instruct, `bandit` chooses among them by what they earned, `rewards` says
what an outcome is worth, `records` what is kept of each step, `ledger` keeps it for good in the
people database, `learning` reads it. `proposing` and `exporting` hand on what was learnt: a card
for a governance proposal, posts for the predictor's next training, those of accounts once they
agree (`agreeing`). `world` is a made-up world in which the truth is known, to see whether it learns
at all.

Rounds use none of it: their prompts are the cards' alone, so that anyone can check them.
"""
