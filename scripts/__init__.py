"""Commands of `ape run`."""

# Ape takes the project's root off sys.path when it has read a script: what is imported by then
# stays importable, its submodules included.
import oracle  # noqa: F401
