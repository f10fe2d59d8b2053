"""What people did: tables only; every column says whether it is personal and why."""
