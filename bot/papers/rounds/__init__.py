"""Rounds on paper: what is asked, and what was answered, as values for the letters and papers. Pure."""
