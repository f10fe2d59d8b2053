"""Measures the targets for speed and memory: both sides in one run, printed with ratio and target."""
