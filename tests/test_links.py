"""Every link from one file of the repository to another leads somewhere, its anchor too.

Links to the course's public address are followed inside this checkout. Links to other places
are not tested: no test needs the network.
"""

import html
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parent.parent
PARSER = MarkdownIt("gfm-like", {"linkify": False})

# What Git does not have: environments, caches, what grading leaves behind.
SKIPPED = {"submitted", "autograded", "feedback", "exchange", "downloaded", "build", "dist"}

HTML_LINK = re.compile(r"""<(?:a|img|source)\b[^>]*?\b(?:href|src)\s*=\s*["']([^"']+)["']""", re.I)
HTML_ANCHOR = re.compile(r"""<[a-z0-9]+\b[^>]*?\b(?:id|name)\s*=\s*["']([^"']+)["']""", re.I)
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.I)


@dataclass(frozen=True)
class Page:
    """What a file's Markdown refers to, and what can be referred to in it."""

    links: tuple[str, ...]
    anchors: frozenset[str]


def inline_text(token):
    """A heading's text as it is seen, without its marks."""
    seen = (part for part in token.children if part.type in ("text", "code_inline"))
    return "".join(part.content for part in seen)


def github_anchor(heading):
    """GitHub's anchor of a heading: lower case, no punctuation, a hyphen for each space."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def jupyter_anchor(heading):
    """JupyterLab's anchor of a heading in a notebook: a hyphen for each space."""
    return heading.strip().replace(" ", "-")


def numbered(anchors):
    """Anchors as GitHub makes them unique: the second ``notes`` is ``notes-1``."""
    seen = {}
    for anchor in anchors:
        count = seen[anchor] = seen.get(anchor, -1) + 1
        yield f"{anchor}-{count}" if count else anchor


def flat(tokens):
    for token in tokens:
        yield token
        yield from flat(token.children or ())


def parse(markdown, anchor_of):
    """The `Page` of a Markdown text, headings named by ``anchor_of``."""
    tokens = PARSER.parse(markdown)
    links, anchors = [], []
    headings = (text for tag, text in zip(tokens, tokens[1:], strict=False) if is_heading(tag))
    anchors.extend(numbered(anchor_of(inline_text(heading)) for heading in headings))
    for token in flat(tokens):
        links.extend(str(token.attrs[name]) for name in ("href", "src") if name in token.attrs)
        if token.type in ("html_block", "html_inline"):
            links.extend(map(html.unescape, HTML_LINK.findall(token.content)))
            anchors.extend(HTML_ANCHOR.findall(token.content))
    return Page(tuple(links), frozenset(anchors))


def is_heading(token):
    return token.type == "heading_open"


@cache
def read(path):
    """The `Page` of a .md file or of a notebook's Markdown cells."""
    if path.suffix != ".ipynb":
        return parse(path.read_text(encoding="utf-8"), github_anchor)
    notebook = nbformat.read(path, as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    pages = [parse(cell, jupyter_anchor) for cell in cells]
    links = tuple(link for page in pages for link in page.links)
    return Page(links, frozenset().union(*(page.anchors for page in pages)))


def repository():
    """The course's public address, as pyproject.toml gives it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["urls"]["Repository"].rstrip("/")


def in_checkout(link):
    """The path in this checkout that a link to the public repository (or Colab's view) means."""
    name = re.escape(repository().removeprefix("https://github.com/"))
    places = rf"https://(?:github\.com|colab\.research\.google\.com/github)/{name}"
    match = re.match(rf"{places}/(?:blob|tree)/[^/]+/([^?]+)", link)
    return match and "/" + match[1]


def broken(link, page_path):
    """Why a link leads nowhere, or None."""
    link = in_checkout(link) or link
    if SCHEME.match(link) or link.startswith("//"):
        return None  # another place, or an attachment of the cell itself
    target, _, anchor = link.partition("#")
    place = unquote(target.partition("?")[0])
    if place.startswith("/"):
        path = ROOT / place.lstrip("/")
    else:
        path = (page_path.parent / place).resolve() if place else page_path
    if not path.exists():
        return f"{link}: no such file"
    if not path.is_relative_to(ROOT):
        return f"{link}: leads out of the repository"
    if anchor and path.suffix in (".md", ".ipynb") and unquote(anchor) not in read(path).anchors:
        return f"{link}: no such heading"
    return None


def pages():
    """Every .md file and notebook that belongs to the course."""
    found = [*ROOT.rglob("*.md"), *ROOT.rglob("*.ipynb")]
    inside = ((path, path.relative_to(ROOT).parts) for path in found)
    return sorted(p for p, parts in inside if not (hidden(parts) or parts[0] in SKIPPED))


def hidden(parts):
    return any(part.startswith(".") and part != ".github" for part in parts)


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_inside_the_repository_when_followed_lead_somewhere(path):
    reasons = [reason for link in read(path).links if (reason := broken(link, path))]
    assert not reasons, "\n".join(reasons)


# --- The test itself can fail


@pytest.fixture
def page(tmp_path):
    """A page beside another that has two headings of one name."""
    (tmp_path / "other.md").write_text("# A `b`, c!\n\n## Notes\n\n## Notes\n<a id='here'></a>\n")
    return tmp_path / "page.md"


@pytest.mark.parametrize("anchor", ["a-b-c", "notes", "notes-1", "here"])
def test_read_when_page_has_headings_knows_their_anchors(page, anchor):
    assert anchor in read(page.with_name("other.md")).anchors


@pytest.mark.parametrize(
    ("markdown", "links"),
    [
        ("[a](x.md)", ["x.md"]),
        ("![a](x%20y.png 'title')", ["x%20y.png"]),
        ("[a][b]\n\n[b]: x.md#y", ["x.md#y"]),
        ('<img alt="a"\nsrc="x.png">', ["x.png"]),
        ("| a |\n|---|\n| [b](x.md) |", ["x.md"]),
        ("`[a](x.md)`", []),
        ("```\n[a](x.md)\n```", []),
    ],
)
def test_parse_when_link_is_written_in_any_way_finds_it_and_none_in_code(markdown, links):
    assert list(parse(markdown, github_anchor).links) == links


@pytest.mark.parametrize(
    "link",
    ["nowhere.md", "README.md#nowhere", "/nowhere", "#nowhere", "../.."],
)
def test_broken_when_link_leads_nowhere_or_out_says_so(link):
    assert broken(link, ROOT / "README.md")


@pytest.mark.parametrize("place", ["blob/main/nowhere.ipynb", "tree/v1/nowhere"])
def test_broken_when_public_address_leads_nowhere_says_so(place):
    assert broken(f"{repository()}/{place}", ROOT / "README.md")
    colab = "https://colab.research.google.com/github/"
    name = repository().removeprefix("https://github.com/")
    assert broken(f"{colab}{name}/{place}", ROOT / "README.md")


@pytest.mark.parametrize(
    "link", ["README.md", "/LICENSE", "cnnlib/", "mailto:a@b.c", "https://x.y/z"]
)
def test_broken_when_link_leads_somewhere_is_none(link):
    assert broken(link, ROOT / "README.md") is None
