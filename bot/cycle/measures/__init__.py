"""A register of measures: the table that a plan ends in, as people keep it in Excel, to values and faults. Pure."""
