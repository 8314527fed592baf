"""The feedback page: no hidden test in it, and nothing that runs or is fetched."""

import base64
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import nbformat
import pytest
from bs4 import BeautifulSoup
from course_fixture import LESSON, cell_named, nbgrader
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from submissions import hand_in, released_course, solved

from cnnlib.check.report import PartResult, Report
from cnnlib.grading.feedback import POLICY, render
from cnnlib.grading.hidden import hide_tests, split_source, without
from cnnlib.grading.sanitise import clean_html, clean_markdown, image

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 20).decode()
GRADED = {"notebook": LESSON, "student": "ada", "score": 1, "max_score": 5}
# URL stands for a server that must never be asked, MARK() for what a script would do.
HOSTILE = [
    "<script>MARK()</script>",
    "<script src='URL'></script>",
    "<img src=x onerror='MARK()'>",
    "<img src='URL'>",
    "<img srcset='URL 2x'>",
    "<svg onload='MARK()'><script>MARK()</script><image href='URL'/></svg>",
    "<svg><style><img src=x onerror=MARK()></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=MARK()></style></mglyph></table></math>",
    "<iframe src='javascript:parent.MARK()'></iframe>",
    "<iframe srcdoc='<script>parent.MARK()</script>'></iframe>",
    "<object data='URL'></object><embed src='URL'>",
    "<link rel=stylesheet href='URL'><link rel=prefetch href='URL'>",
    "<style>@import 'URL'; body { background: url(URL) }</style>",
    "<div style='background: url(URL)'>x</div>",
    "<div style='background: u\\72l(URL)'>x</div>",
    "<div style='background-image: image-set(\"URL\" 1x)'>x</div>",
    "<div style='list-style-image: url(URL); cursor: url(URL), auto'>x</div>",
    "<div style='width: expression(MARK())'>x</div>",
    "<meta http-equiv=refresh content='0;url=URL'><base href='URL'>",
    "<body onload='MARK()' background='URL'><table background='URL'><tr><td>x</table>",
    "<form action='URL'><button formaction='javascript:MARK()'>x</button></form>",
    "<a href='javascript:MARK()'>click</a>",
    "<a href='java\tscript:MARK()'>click</a>",
    "<a href='&#106;avascript:MARK()'>click</a>",
    "<a href='data:text/html,<script>MARK()</script>'>click</a>",
    "<a ping='URL' href='vbscript:MARK()'>click</a>",
    "<video src='URL' autoplay onerror='MARK()'><source src='URL'></video><audio src='URL'>",
    "<details open ontoggle='MARK()'>x</details>",
    "<input autofocus onfocus='MARK()'>",
    "<template><script>MARK()</script></template><noscript><img src='URL'></noscript>",
    "<!--><script>MARK()</script>-->",
    "</pre></div></section><script>MARK()</script>",
    "<b style='position: fixed; top: 0; z-index: 9'>5 of 5 points</b>",
]


@pytest.fixture(scope="module")
def listener():
    """A server on this machine that notes every request."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/beacon", asked
    server.shutdown()


def armed(text, url):
    return text.replace("URL", url).replace("MARK()", "window.ran=1")


def hostile_notebook(url):
    """Every hostile text in every place that a submission can put it."""
    notebook = nbformat.v4.new_notebook(metadata={"title": armed("<script>MARK()</script>", url)})
    notebook.metadata["language_info"] = {"name": "<script>", "pygments_lexer": "<script>"}
    notebook.metadata["widgets"] = {"application/x": {"state": "</script><script>window.ran=1"}}
    for text in (armed(text, url) for text in HOSTILE):
        notebook.cells += [
            new_markdown_cell(text),
            new_markdown_cell(f"# heading {text}\n\n- {text}\n\n`{text}` **{text}**\n\n$x {text}$"),
            nbformat.v4.new_raw_cell(text),
            new_code_cell(f"# {text}", outputs=hostile_outputs(text, url)),
        ]
    links = "[a](javascript:window.ran=1) ![i](URL) <URL> ![b][r]\n\n"
    links += "[r]: URL '\" onload=\"window.ran=1'"
    notebook.cells.append(new_markdown_cell(armed(links, url)))
    notebook.cells.append(new_markdown_cell('```html" onload="window.ran=1\nx\n```'))
    bad = new_code_cell("x", metadata={"tags": ["'><script>window.ran=1</script>"]})
    bad["id"] = "x' onmouseover='window.ran=1"
    bad["execution_count"] = "<script>window.ran=1</script>"
    bad.metadata["nbgrader"] = {
        "grade": True,
        "solution": True,
        "grade_id": "<script>window.ran=1</script>",
        "points": "<script>",
        "score": 1,
        "comment": "<script>window.ran=1</script>[x](javascript:window.ran=1)",
    }
    notebook.cells.append(bad)
    return notebook


def hostile_outputs(text, url):
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' onload='window.ran=1'><image href='{url}'/></svg>"
    )
    break_out = f'{PNG}"><script>window.ran=1</script><img src="{url}'
    data = [
        {"text/html": text},
        {"text/markdown": text},
        {"text/latex": text, "text/plain": text},
        {"image/svg+xml": svg},
        {"image/png": break_out},
        {"application/javascript": "window.ran=1"},
        {"text/javascript": "window.ran=1"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}},
        {"text/vnd.mermaid": text},
    ]
    size = {"image/png": {"width": "1' onload='window.ran=1"}}
    outputs = [new_output("display_data", data=d, metadata=size) for d in data]
    outputs.append(new_output("stream", name="stdout", text=f"\x1b[31m{text}"))
    outputs.append(new_output("error", ename=text, evalue=text, traceback=[f"\x1b[1m{text}"]))
    return outputs


# Harmless


@pytest.mark.browser
@pytest.mark.parametrize("with_policy", [True, False])
def test_page_when_submission_is_hostile_then_nothing_runs_and_nothing_is_fetched(
    chromium, listener, tmp_path, with_policy
):
    from playwright.sync_api import sync_playwright

    url, asked = listener
    html = render(hostile_notebook(url), {**GRADED, "student": "<script>window.ran=1</script>"})
    if not with_policy:  # the cleaning alone must do
        html = html.replace(POLICY.replace("'", "&#39;"), "default-src * 'unsafe-inline' data:")
        assert "default-src &#39;none" not in html
    page_file = tmp_path / "page.html"
    page_file.write_text(html, encoding="utf-8")
    asked.clear()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        requests = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(page_file.as_uri())
        for link in page.get_by_text("click", exact=True).all():
            link.click(timeout=2000)
        page.wait_for_timeout(500)
        assert page.evaluate("window.ran") is None
        assert page.evaluate("document.scripts.length") == 0
        assert page.url == page_file.as_uri()
        browser.close()
    assert [r for r in requests if not r.startswith(("data:", page_file.as_uri()))] == []
    assert asked == []


@pytest.mark.browser
def test_listener_when_a_page_is_not_cleaned_then_the_harm_is_seen(chromium, listener, tmp_path):
    """The proof above proves something: the same browser runs and fetches what is not cleaned."""
    from playwright.sync_api import sync_playwright

    url, asked = listener
    asked.clear()
    page_file = tmp_path / "bad.html"
    page_file.write_text(armed("".join(HOSTILE[:4]), url), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(page_file.as_uri())
        page.wait_for_timeout(300)
        assert page.evaluate("window.ran") == 1
        browser.close()
    assert asked


@pytest.mark.parametrize("text", HOSTILE)
def test_clean_html_when_hostile_then_only_harmless_elements_are_left(text):
    for cleaned in (clean_html(text), clean_markdown(text)):
        assert_harmless(cleaned)


@given(st.text(alphabet="<>/'\"=;:()&#x aijsvcrptonehdulm!-`\\\t", max_size=60))
def test_clean_html_when_anything_then_only_harmless_elements_are_left(text):
    assert_harmless(clean_html(text))
    assert_harmless(clean_markdown(text))


def assert_harmless(cleaned):
    soup = BeautifulSoup(str(cleaned), "html.parser")
    for element in soup.find_all(True):
        assert element.name not in ("script", "style", "iframe", "svg", "object", "form", "link")
        for name, value in element.attrs.items():
            value = str(value).lower()
            assert not name.startswith("on")
            assert "javascript:" not in value and "url(" not in value and "position" not in value
            if name == "src":
                assert value.startswith("data:image/")


@pytest.mark.parametrize("text", ["<div>" * 20_000 + "x", "<b>x</b>" * 60_000])
def test_clean_html_when_absurd_then_shown_as_text(text):
    assert clean_html(text).startswith("<pre>&lt;")


def test_clean_html_when_it_is_a_figure_of_the_course_then_kept():
    figure = (
        f'<figure style="margin: 0.5em 0; max-width: 100%"><img alt="a line" '
        f'src="data:image/png;base64,{PNG}" style="max-width: 100%; background: white">'
        "<figcaption>A line.</figcaption></figure>"
    )
    soup = BeautifulSoup(str(clean_html(figure)), "html.parser")
    assert soup.figure.img["src"].startswith("data:image/png")
    assert soup.figure.img["alt"] == "a line"
    assert "max-width" in soup.figure.img["style"]
    assert soup.figcaption.text == "A line."


def test_clean_html_when_it_is_a_report_of_the_check_engine_then_its_look_is_kept():
    parts = (PartResult("values", 2, "right"), PartResult("shapes", 1, "wrong", "a < b"))
    before = Report("double", parts)._repr_html_()
    after = str(clean_html(before))
    plain = BeautifulSoup(before, "html.parser").get_text()
    assert BeautifulSoup(after, "html.parser").get_text() == plain
    assert "border-left: 4px solid" in after
    assert after.count("<td") == before.count("<td")


def test_image_when_not_a_picture_then_a_remark():
    assert "damaged" in image("image/png", "hello")
    assert "damaged" in image("image/png", base64.b64encode(b"<script>").decode())
    assert image("image/png", PNG).startswith("<img")


def test_page_when_made_then_it_needs_nothing_from_outside():
    notebook = nbformat.v4.new_notebook(cells=[new_markdown_cell("$x^2$"), new_code_cell("1")])
    html = render(notebook, GRADED)
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.find_all(["script", "link", "iframe"])
    assert not re.search(r"url\(|@import|https?://", html)
    assert "$x^2$" in html


# Hidden tests


TEST = (
    "points = 1\n### BEGIN HIDDEN TESTS\nassert secret(3, 4) == 25\nx\n### END HIDDEN TESTS\npoints"
)


def test_split_source_when_region_is_not_closed_then_all_the_rest_is_hidden():
    assert split_source("a\n# BEGIN HIDDEN TESTS\nsecret")[0] == "a\n# (hidden tests)"


def test_hide_tests_when_a_traceback_quotes_them_then_gone():
    traceback = [
        "\x1b[31mAssertionError\x1b[39m   Traceback (most recent call last)",
        "Cell \x1b[32mIn[3], line 3\x1b[39m\n      1 points = \x1b[34m1\x1b[39m\n"
        "      2 \x1b[3m### BEGIN HIDDEN TESTS\x1b[39m\n"
        "\x1b[32m----> 3\x1b[39m \x1b[34massert\x1b[39m secret(\x1b[34m3\x1b[39m, 4) == 25\n"
        "      4 x\n      5 ### END HIDDEN TESTS",
        "AssertionError: ",
    ]
    outputs = [new_output("error", ename="AssertionError", evalue="", traceback=traceback)]
    notebook = nbformat.v4.new_notebook(cells=[new_code_cell(TEST, outputs=outputs)])
    html = render(notebook, GRADED)
    text = BeautifulSoup(html, "html.parser").get_text()
    assert "secret(3" not in text and "HIDDEN TESTS" not in text
    assert "points = 1" in text and "AssertionError" in text
    assert "      4 x" not in text


@pytest.mark.parametrize("where", ["stream", "evalue", "html", "markdown", "repr"])
def test_hide_tests_when_a_submission_prints_them_then_gone(where):
    line = "assert secret(3, 4) == 25"
    output = {
        "stream": new_output("stream", text=f"see: {line}\nbut this stays"),
        "evalue": new_output("error", ename="E", evalue=line, traceback=[line]),
        "html": new_output("display_data", data={"text/html": f"<b>{line}</b>"}),
        "markdown": new_output("display_data", data={"text/markdown": f"`{line}`"}),
        "repr": new_output("execute_result", data={"text/plain": repr([TEST])}),
    }[where]
    cells = [new_code_cell(TEST), new_code_cell("print(In)", outputs=[output])]
    html = render(nbformat.v4.new_notebook(cells=cells), GRADED)
    assert "secret(" not in BeautifulSoup(html, "html.parser").get_text()
    assert ("but this stays" in html) == (where == "stream")


def test_hide_tests_when_a_line_stands_in_the_open_too_then_it_stays():
    output = new_output("stream", text="import numpy as np")
    source = "### BEGIN HIDDEN TESTS\nimport numpy as np\n### END HIDDEN TESTS"
    cells = [new_code_cell("import numpy as np", outputs=[output]), new_code_cell(source)]
    notebook = hide_tests(nbformat.v4.new_notebook(cells=cells))
    assert notebook.cells[0].outputs[0].text == "import numpy as np"


def test_without_when_nothing_is_hidden_then_the_text_is_the_same():
    assert without("a\nb", set()) == "a\nb"


# With the stock commands


@pytest.mark.class_run
@pytest.mark.slow
def test_generate_feedback_when_run_as_stock_command_then_pages_are_clean(tmp_path):
    course = released_course(tmp_path / "course")
    notebook = solved(course, double="def double(x):\n    raise ValueError(f'<script>{x}')")
    cell_named(notebook, "show").source = (
        "from IPython.display import HTML, Javascript, display\n"
        "display(Javascript('window.ran=1'), HTML('<b>kept</b><script>window.ran=1</script>'))"
    )
    cell_named(notebook, "title").source = "# Title <img src=x onerror=alert(1)>"
    hand_in(course, "ada", notebook)
    nbgrader(course, "generate_assignment", LESSON, "--force")
    nbgrader(course, "autograde", LESSON)
    nbgrader(course, "generate_feedback", LESSON)
    html = (course / "feedback" / "ada" / LESSON / f"{LESSON}.html").read_text("utf-8")
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.find_all("script")
    assert "onerror" not in html
    assert "<b>kept</b>" in html
    assert "3 of 5 points" in soup.get_text()
    assert "-6" not in soup.body.get_text() and "HIDDEN" not in html
    assert soup.find("meta", {"http-equiv": "Content-Security-Policy"})
