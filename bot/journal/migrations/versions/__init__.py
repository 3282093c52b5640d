"""One file a change to the tables, oldest first; never edited after a release."""
