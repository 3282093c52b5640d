"""Follow-up: what is to be done, by whom and by when, what people answer about it, and how it stands in tables. Pure."""
