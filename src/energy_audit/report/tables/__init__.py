"""What was found as tables for other programs, and how a batch in parts writes them."""
