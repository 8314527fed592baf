"""The command ``cnnlib``.

Exit codes of ``cnnlib check``: 0 nothing is wrong, 1 there are problems, 2 the file could not
be read (also for a wrong command line). ``cnnlib doctor``: 0 the environment is complete, 1
something is missing.
"""

from pathlib import Path
from typing import Annotated

import typer

# Nothing else here: --help and check start without torch, Matplotlib and NumPy.

app = typer.Typer(
    help="The course's command line: look at the environment, check a submission.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


def _show_version(wanted: bool):
    if wanted:
        import cnnlib

        typer.echo(f"cnnlib {cnnlib.__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Say the version."),
    ] = False,
):
    """The course's command line: look at the environment, check a submission."""


@app.command()
def doctor():
    """Say what the environment has, what is missing, and the command that mends it."""
    from cnnlib import doctor as examiner

    report = examiner.examine()
    report.print()
    raise typer.Exit(report.exit_code)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="The notebook that you want to hand in.")],
    mend: Annotated[
        bool, typer.Option("--mend", help="Write a mended copy beside it, NAME.mended.ipynb.")
    ] = False,
    lesson: Annotated[
        str, typer.Option(help="The lesson that it should be, such as 03-convolution-by-hand.")
    ] = "",
):
    """Say what is wrong with a submission and how to mend it.

    Nothing is run and nothing is changed. Exit codes: 0 nothing is wrong, 1 there are
    problems, 2 the file could not be read.
    """
    from cnnlib import submission

    if not mend:
        report = submission.check(file, lesson or None)
        report.print()
        raise typer.Exit(report.exit_code)
    try:
        copy, report = submission.mend_copy(file, lesson or None)
    except OSError as error:
        typer.echo(f"The mended copy could not be written: {error}", err=True)
        raise typer.Exit(submission.UNREADABLE) from None
    report.print()
    if copy:
        typer.echo(f"Written: {copy}. Your own file is as it was.")
    elif report.exit_code == submission.PROBLEMS:
        typer.echo("Nothing was written: only you can mend what is left.")
    raise typer.Exit(report.exit_code)


if __name__ == "__main__":
    app()
