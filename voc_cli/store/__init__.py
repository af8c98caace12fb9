"""What outlives a run: the cache of annotated texts, and the history that scheduled runs compare with."""
