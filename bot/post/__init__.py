"""The ways out and in. Each post can be asked whether a letter left, and says so when it cannot know."""
