"""How fast the program is beside its peers, on the same content in the same run: `python -m benchmarks`."""
