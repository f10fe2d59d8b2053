"""What others hand in: tolerant readers that return rows and problems and write nothing."""
