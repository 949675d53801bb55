"""`python -m numerim` is `numerim`."""

from numerim.stopping import stop_in_a_sentence


def main() -> None:
    """Run the command line; what it needs is loaded when a signal to stop would be told already."""
    stop_in_a_sentence()
    from numerim.cli import main as run

    run()


if __name__ == "__main__":
    main()
