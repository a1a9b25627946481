"""LightGBM, which not every installation has."""

from importlib import import_module

from oracle.errors import Fatal


def check_lightgbm() -> None:
    """Raises `Fatal`, with what to install, where LightGBM is missing or can't be loaded."""
    try:
        import_module("lightgbm")
    except ImportError:
        raise Fatal("predictions need LightGBM and matplotlib: run `make predict`") from None
    except OSError as error:
        why = f"LightGBM can't be loaded ({error})"
        raise Fatal(f"{why}: install what it names, on Debian libgomp1") from None
