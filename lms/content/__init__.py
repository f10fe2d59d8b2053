"""What trainers wrote: files read into frozen objects. No Flask, no database."""
