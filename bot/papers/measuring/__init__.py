"""The values of goals by mail: what a measurer is asked for, and what is read in the answer."""
