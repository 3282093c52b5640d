"""How a journal made by an older release becomes one of today."""
