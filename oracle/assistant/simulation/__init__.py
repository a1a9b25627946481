"""A post before it is published: what it may do, and how it may spread.

`performance` says what to expect of it, by a trained predictor where there is one and else by a
prior; `audience` lets simulated readers meet it many times.
"""
