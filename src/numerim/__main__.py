"""`python -m numerim` is `numerim`."""

from numerim.cli import main

if __name__ == "__main__":
    main()
