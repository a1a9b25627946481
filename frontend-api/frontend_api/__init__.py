"""The projection of the chain into tables, and the HTTP API and page on them."""
