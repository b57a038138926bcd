"""`python -m mentoring` does the same as the command `mentoring`."""

from mentoring.cli import main

if __name__ == "__main__":
    main()
