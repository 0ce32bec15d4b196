"""Policy cases (政策案例): what is given, and what must come out, held against the policy beside them."""
