"""Adapters of embedding models: texts as vectors of their meaning.

`opening.open_embedder` opens one by its name, `cached.CachedEmbedder` asks it once for each text.
"""
