"""Where people meet it: one door per audience, one guard per door."""
