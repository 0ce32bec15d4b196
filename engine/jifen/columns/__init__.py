"""The plan for a population: its nodes over columns, exactly, in whole numbers proven not to overflow."""
