"""`python -m report` → the `brief` command, where no entry point is installed."""

from report.cli import run

if __name__ == "__main__":
    run()
