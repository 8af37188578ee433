"""What can be wrong with a filing, how it is said, and where it stands."""
