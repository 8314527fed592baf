"""A report that shows itself in a terminal, in a notebook and as plain text."""

import html
import io
from dataclasses import dataclass, field

PROBLEM, NOTE, FINE = "problem", "note", "fine"

_COLOUR = {PROBLEM: "bold red", NOTE: "yellow", FINE: "green"}
# The same three in a page; each is also written as a word, so colour is never the only sign.
_BORDER = {PROBLEM: "#d55e00", NOTE: "#e69f00", FINE: "#0072b2"}


@dataclass(frozen=True)
class Finding:
    """One line of a report.

    Parameters
    ----------
    level : {"problem", "note", "fine"}
        A problem has to be mended, a note is information.
    where : str
        The cell, package or file that it is about; may be empty.
    what : str
        What was found.
    mend : str
        What to do about it; may be empty.
    """

    level: str
    where: str
    what: str
    mend: str = ""


@dataclass
class Report:
    """Findings under a title.

    Parameters
    ----------
    title : str
        What was looked at.
    findings : list of Finding
    summary : str
        One sentence at the end.
    exit_code : int
        What a command that prints this report ends with.

    Examples
    --------
    >>> hungry = Finding(PROBLEM, "cat", "is hungry", "feed it")
    >>> report = Report("pets", [hungry], "One problem.", 1)
    >>> print(report)
    pets
      problem  cat: is hungry
               -> feed it
    One problem.
    >>> report.ok
    False
    """

    title: str
    findings: list = field(default_factory=list)
    summary: str = ""
    exit_code: int = 0

    @property
    def problems(self):
        """The findings that have to be mended."""
        return [finding for finding in self.findings if finding.level == PROBLEM]

    @property
    def ok(self):
        """Whether there is no problem."""
        return not self.problems

    def __str__(self):
        lines = [self.title]
        for finding in self.findings:
            lines.append(f"  {finding.level:7}  {_sentence(finding)}")
            if finding.mend:
                lines.append(f"           -> {finding.mend}")
        return "\n".join([*lines, self.summary] if self.summary else lines)

    __repr__ = __str__

    def __rich__(self):
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        table = Table(title=Text(self.title), title_justify="left", show_lines=False)
        for heading in ("", "where", "what", "what to do"):
            table.add_column(heading, overflow="fold")
        for finding in self.findings:
            # Text, not markup: a cell's name or an error message may hold square brackets.
            level = Text(finding.level, style=_COLOUR[finding.level])
            table.add_row(level, Text(finding.where), Text(finding.what), Text(finding.mend))
        return Group(table, Text(self.summary))

    def _repr_html_(self):
        rows = "".join(_html_row(finding) for finding in self.findings)
        return (
            f'<div class="cnnlib-report"><p><b>{html.escape(self.title)}</b></p>'
            f'<table style="text-align: left">{rows}</table>'
            f"<p>{html.escape(self.summary)}</p></div>"
        )

    def print(self, file=None, width=None):
        """Print the report as a table, in colour where the terminal has it.

        Parameters
        ----------
        file : file object, optional
        width : int, optional
            Columns; the terminal's where it is not given.
        """
        from rich.console import Console

        console = Console(file=file, width=width)
        if console.encoding.lower().startswith("utf") or isinstance(file, io.StringIO):
            console.print(self)
        else:  # an old Windows console: no box-drawing characters, nothing that it cannot show
            text = str(self).encode(console.encoding, "replace").decode(console.encoding)
            console.print(text, markup=False, highlight=False)


def _sentence(finding):
    return f"{finding.where}: {finding.what}" if finding.where else finding.what


def _html_row(finding):
    style = f"border-left: 4px solid {_BORDER[finding.level]}; text-align: left"
    cells = (finding.level, finding.where, finding.what, finding.mend)
    return "<tr>" + "".join(f'<td style="{style}">{html.escape(c)}</td>' for c in cells) + "</tr>"
