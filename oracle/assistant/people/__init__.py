"""The people database: what people said, drafted and measured. Operators never open it."""
