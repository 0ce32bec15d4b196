"""The plan for one enterprise, exactly, with reasons on request."""
