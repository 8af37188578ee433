"""``python -m energy_audit``, where the command itself is not on the path, as on many an office computer."""

from energy_audit.cli import main

if __name__ == "__main__":
    main()
