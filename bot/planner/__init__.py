"""PURE: next year's meetings for all bodies together. Rules and registers in, proposals out; the solver lives here only."""
