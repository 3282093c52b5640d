"""How it reads: data in, text and bytes out. No file is opened here, and nobody asks what time it is."""
