"""Questions about trained models: what they win, and what contributions added to them."""
