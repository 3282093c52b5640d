"""What stands in a cell of a sheet that the program writes."""

from datetime import date


class Kroner(int):
    """An amount in whole kroner: shown with a space between the thousands, and still a number to paste."""


Cell = str | int | date | None
