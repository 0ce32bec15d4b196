"""Large rosters read as columns, to the same meaning as one by one; needs the extra ``columns``."""
