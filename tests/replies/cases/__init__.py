"""The cases of the corpus, by what they try: each module's `cases()` lists its own in order."""
