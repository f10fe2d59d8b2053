"""What we count: read only; rows by SQL, arithmetic in Python, small groups hidden."""
