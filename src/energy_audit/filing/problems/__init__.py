"""What can be wrong with a filing, and how it is said."""
