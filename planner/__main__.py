"""The command ``planner``, and ``python -m planner``: order around the process, a command, a last resort."""

import os
import sys


def main() -> None:
    """Run the command line and end with its exit code, whatever happens on the way."""
    _leave_out_current_folder()
    from planner.surroundings import console, mishap, watchdog

    below_stdout, _ = console.take_over()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the matrices are small; each thread takes memory
    mishap.watch_threads()
    watchdog.start.seconds = watchdog.SECONDS
    code = _code_of_command()
    sys.stdout.flush()
    if below_stdout.fault is not None and not isinstance(below_stdout.fault, BrokenPipeError):
        print(f"what was to be shown could not be written: {below_stdout.fault.strerror}", file=sys.stderr)
        code = code or mishap.FAULT
    sys.exit(code)


def _leave_out_current_folder() -> None:
    """Take the current folder from where modules are looked for: a numpy.py of the office is not ours."""
    try:
        here = os.getcwd()
    except OSError:  # it was deleted
        here = ""
    if sys.path and sys.path[0] in ("", here) and __name__ == "__main__":
        del sys.path[0]


def _code_of_command() -> int | str | None:
    """Return the exit code of the command that the command line names."""
    from planner.surroundings import mishap

    try:
        from planner.cli import main as run

        run()
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # not of stdout; typer ends without a word
            return mishap.ended(end.__context__)
        return end.code
    except KeyboardInterrupt:  # before a command had begun; typer answers it afterwards
        return 130
    except Exception as fault:  # whatever it is, an officer gets a sentence
        return mishap.ended(fault)
    return 0


if __name__ == "__main__":
    main()
