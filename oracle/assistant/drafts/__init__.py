"""Drafts: a persona writes several candidates, and keeps the one that it likes best.

`write` asks for them and chooses, `judging` gives them the scores that a round would, `show` prints
what came of it, `commands` is ``python -m oracle draft``. A round takes one sample of each persona:
best of n is for drafts alone.
"""
