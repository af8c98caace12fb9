"""Every table of words that a run uses: what ships, what a line of business adds, and the user's dictionary.xlsx."""
