"""The engine server: an OpenAI-compatible HTTP server for one causal language model.

`run.serve` and `settings` need no torch to import; every other module here does.
"""
