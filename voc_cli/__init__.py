"""Recurring complaint themes along the value chain, from Korean customer text."""

from typing import Final

__version__: Final = "0.1.0"
