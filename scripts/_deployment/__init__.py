"""What `ape run deploy` does, as parts that tests can call."""
