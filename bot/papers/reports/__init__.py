"""Reports on paper: how the plan's goals and measures stand, what was decided, and room for what people make of it."""
