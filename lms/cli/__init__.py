"""The `lms` command: thin faces over the same rooms as the web."""
