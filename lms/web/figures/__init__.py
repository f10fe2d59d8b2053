"""Pages of figures, of a region and of the programme alike: counted, kept, drawn, sent, handed on."""
