"""A batch too large to be judged at once: cut into parts of units, judged part by part, with the same result."""
