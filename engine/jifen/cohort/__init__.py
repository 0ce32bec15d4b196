"""The plan's steps over many enterprises: ranks, means, boards; saved cohorts."""
