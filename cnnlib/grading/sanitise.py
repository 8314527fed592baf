"""HTML of unknown origin made harmless: nothing runs, nothing is fetched."""

import base64
import binascii
import html
import re
from html.parser import HTMLParser

import bleach
from bleach.css_sanitizer import ALLOWED_CSS_PROPERTIES, CSSSanitizer
from bs4 import BeautifulSoup
from markupsafe import Markup
from nbconvert.filters import ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

__all__ = ["clean_html", "clean_markdown", "coloured", "image"]

LONGEST = 5_000_000  # characters of one output
# Beyond these, parsers take minutes; no figure or table of the course comes near.
DEEPEST, MOST_ELEMENTS = 200, 50_000
TAGS = frozenset(
    """a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption
    figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s samp small span strong sub summary
    sup table tbody td tfoot th thead tr u ul var""".split()
)
_ATTRIBUTES = {"style", "alt", "title", "colspan", "rowspan", "width", "height", "open", "start"}
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]+")
_LINK = re.compile(r"(https?://|mailto:)[^\s]+", re.IGNORECASE)
_PROPERTIES = ALLOWED_CSS_PROPERTIES | {
    "background",
    "border",
    "border-radius",
    "border-spacing",
    "list-style-type",
    "margin",
    "max-height",
    "max-width",
    "min-height",
    "min-width",
    "overflow-wrap",
    "overflow-x",
    "overflow-y",
    "padding",
    "word-break",
    *(
        f"{what}-{side}"
        for what in ("border", "margin", "padding")
        for side in ("top", "right", "bottom", "left")
    ),
}
# Values that compute; every other function, url() first of all, may fetch.
_FUNCTIONS = {"rgb", "rgba", "hsl", "hsla", "calc", "min", "max"}
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_SIGNATURES = {"png": b"\x89PNG\r\n", "jpeg": b"\xff\xd8\xff"}


class _Style(CSSSanitizer):
    """Known properties only, and no value that could fetch anything."""

    def sanitize_css(self, style):
        import tinycss2

        kept = [
            token
            for token in tinycss2.parse_declaration_list(style, skip_whitespace=True)
            if token.type == "declaration"
            and token.lower_name in self.allowed_css_properties
            and all(map(_is_harmless, token.value))
        ]
        return "; ".join(token.serialize().strip().rstrip(";") for token in kept)


def _is_harmless(token):
    if token.type == "function":
        return token.lower_name in _FUNCTIONS and all(map(_is_harmless, token.arguments))
    return token.type not in ("url", "error", "bad-url", "{} block", "[] block")


def _is_allowed(tag, name, value):
    if tag == "a" and name == "href":
        return bool(_LINK.fullmatch(value))
    if tag == "img" and name == "src":
        return bool(_PICTURE.fullmatch(value))
    return name in _ATTRIBUTES


def clean_html(text):
    """HTML without anything that runs or fetches.

    Kept are text, tables, simple styles, and pictures that are in the page themselves.

    Parameters
    ----------
    text : str

    Returns
    -------
    markupsafe.Markup

    Examples
    --------
    >>> print(clean_html('<b onclick="steal()">Hi</b><script>steal()</script>'))
    <b>Hi</b>
    """
    if len(text) > LONGEST:
        return Markup("<p>[an output of {:,} characters was left out]</p>").format(len(text))
    if not _is_tame(text):
        return Markup("<pre>{}</pre>").format(text[:10_000])
    try:
        soup = BeautifulSoup(text, "html.parser")
        for element in soup(["script", "style", "template", "noscript", "title"]):
            element.decompose()  # bleach would keep what they say as text
        for picture in soup("img"):
            if not _PICTURE.fullmatch(picture.get("src", "")):
                picture.replace_with(picture.get("alt", ""))  # not a broken picture
        cleaner = bleach.Cleaner(
            tags=TAGS,
            attributes=_is_allowed,
            protocols={"http", "https", "mailto", "data"},
            strip=True,
            css_sanitizer=_Style(allowed_css_properties=_PROPERTIES),
        )
        return Markup(cleaner.clean(str(soup)))  # noqa: S704 - this is the place that makes it safe
    except (RecursionError, ValueError):  # what no parser takes
        return Markup("<pre>{}</pre>").format(text[:10_000])


class _Nesting(HTMLParser):
    """How many elements there are, and how deep they are nested at most, about."""

    depth = deepest = elements = 0

    def handle_starttag(self, tag, attrs):
        self.elements += 1
        if tag not in _VOID:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag):
        self.depth = max(0, self.depth - 1)


def _is_tame(text):
    nesting = _Nesting()
    try:
        nesting.feed(text)
    except (AssertionError, ValueError):  # raised for a few kinds of broken declarations
        return False
    return nesting.deepest <= DEEPEST and nesting.elements <= MOST_ELEMENTS


def clean_markdown(text):
    """Markdown as harmless HTML; formulas stay as they were typed.

    Examples
    --------
    >>> print(clean_markdown("[a](javascript:alert(1)) *b*").strip())
    <p><a>a</a> <em>b</em></p>
    """
    try:
        renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
        return clean_html(MarkdownWithMath(renderer=renderer).render(text))
    except Exception:  # whatever a parser thinks of a student's text, the page must come about
        return Markup("<pre>{}</pre>").format(text)


def coloured(text):
    """Terminal output with its colours as HTML.

    Examples
    --------
    >>> print(coloured("<b> \\x1b[31mred"))
    &lt;b&gt; <span class="ansi-red-fg">red</span>
    """
    return Markup(ansi2html(text))  # noqa: S704 - it escapes the text first


def image(mime, data):
    """An ``<img>`` of a picture that a cell put out.

    Parameters
    ----------
    mime : {"image/png", "image/jpeg", "image/svg+xml"}
    data : str
        Base64, or the XML of an SVG; in an ``<img>`` an SVG runs no scripts and loads nothing.

    Returns
    -------
    markupsafe.Markup
        A remark where it is no such picture.
    """
    kind = mime.removeprefix("image/")
    try:
        if kind == "svg+xml":
            content = str(data).encode()
        else:
            content = base64.b64decode(re.sub(r"\s", "", str(data)), validate=True)
            if not content.startswith(_SIGNATURES[kind]):
                raise ValueError(kind)
    except (binascii.Error, ValueError):
        return Markup("<p>[a damaged picture]</p>")
    if len(content) > LONGEST:
        return Markup("<p>[a picture of {:,} bytes was left out]</p>").format(len(content))
    encoded = base64.b64encode(content).decode("ascii")
    return Markup('<img alt="output of the cell" src="data:{};base64,{}">').format(mime, encoded)


def plain_of(text):
    """Text as a reader sees it: without terminal colours and HTML's escapes."""
    return html.unescape(re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text))
