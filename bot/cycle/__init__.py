"""What is due: pure values and functions over dates. No file, no clock, no mail."""
