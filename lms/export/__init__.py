"""What we hand out: objects to bytes. No Flask, no database."""
