"""From paths to what each file says: found, recognised, read; a file that cannot be read is refused with its reason."""
