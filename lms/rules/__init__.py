"""What we decide: pure functions of their arguments. No query, no clock, no request."""
