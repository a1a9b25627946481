"""Reviews of contributions: opened, answered, settled, and their impacts made weights."""
