"""A Microsoft Graph of our own on loopback, and what is proved against it."""
