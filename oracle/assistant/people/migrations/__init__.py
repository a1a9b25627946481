"""Migrations of the people database, by Alembic; `oracle.store.migrations` says how to add one.

Revisions are ``p0001``, ``p0002`` and so on: a lineage of its own.
"""
