"""What rows are and whose: sums, printed rows, copies of the example, repeats, owners, blanks that must be filled in."""
