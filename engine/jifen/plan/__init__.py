"""THE meaning: a park lowered once to a graph of definitions, each with origin, clause and step."""
