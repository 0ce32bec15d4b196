"""Make the pictures of the README from the demo: ``./uv run python docs/images/make.py``.

``demo.svg`` is what the terminal shows. ``report.png``, the first page of the report, needs LibreOffice, a
Chinese font and ``pdftoppm``; ``card.png``, the first page of a score card, Chromium in place of LibreOffice.
Without them they are left as they are.
"""

import re
import shutil
import subprocess
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

from jifen.exchange.recipes import EMPTY, history_of, period_of, size_of
from jifen.exchange.report.figures import listings
from jifen.exchange.runs import REPORT_FILE, Run
from jifen.exchange.sample import make_sample, sample_notes
from jifen.exchange.writing import write_roster
from jifen.interfaces.commands import execute
from jifen.interfaces.commands.demo import PARK, RESULT, ROSTER, SEED, TOP, show_calibration, show_next
from jifen.interfaces.commands.run import score_roster
from jifen.interfaces.commands.sample import recipe_of
from jifen.interfaces.commands.summary import show_counts, show_heading, show_listing, show_stages
from jifen.interfaces.park import scoring_park
from jifen.loading.parks import discover_parks
from jifen.model.recipe import Recipe

HERE = Path(__file__).parent
WIDTH, DOTS_PER_INCH = 92, 80


def demo(folder: Path) -> tuple[Run, Recipe]:
    """The run of ``jifen demo``, in a folder."""
    index = discover_parks()
    park, recipe = scoring_park(index, PARK), recipe_of(index, PARK) or EMPTY
    period = period_of(recipe)
    made = make_sample(park.park, recipe, size_of(recipe).count, SEED, period=period)
    write_roster(folder / ROSTER, made, park.vocabulary, notes=sample_notes(SEED))
    as_of = history_of(recipe).complete_to or period.last_day
    run, _ = score_roster(park, folder / ROSTER, period, as_of, None, folder / RESULT)
    return run, recipe


def terminal(run: Run, recipe: Recipe) -> str:
    """The head of what the demo shows, as SVG without fonts from elsewhere."""
    with StringIO() as nowhere:
        out = Console(record=True, width=WIDTH, file=nowhere, force_terminal=True, highlight=False)
        show_heading(out, run)
        show_counts(out, run)
        out.print()
        show_stages(out, run)
        out.print()
        show_calibration(out, run, recipe)
        out.print()
        first = listings(run)[0]
        show_listing(out, first, TOP)
        out.print()
        show_next(out, Path("jifen-demo"), first.lines[0][1].code)
    drawn = out.export_svg(title="jifen demo", theme=DEFAULT_TERMINAL_THEME, unique_id="demo")
    return re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)


def first_page(report: Path, folder: Path) -> Path | None:
    """The first page of the report as a picture; None where a program for that is missing."""
    if shutil.which("soffice") is None or shutil.which("pdftoppm") is None:
        return None
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(report)]
    subprocess.run(convert, check=True, capture_output=True)
    paint = ["pdftoppm", "-png", "-r", str(DOTS_PER_INCH), "-singlefile", str(folder / "report.pdf")]
    subprocess.run([*paint, str(folder / "report")], check=True)
    return folder / "report.png"


def first_page_of_card(code: str, folder: Path) -> Path | None:
    """The first page of a score card as a picture; None where a program for that is missing."""
    if shutil.which("chromium") is None or shutil.which("pdftoppm") is None:
        return None
    page = folder / "card.html"
    execute(["score", code, "--run", str(folder / RESULT), "--html", str(page)])
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    printed = ["--no-pdf-header-footer", f"--print-to-pdf={folder / 'card.pdf'}", page.as_uri()]
    subprocess.run(["chromium", *quiet, *printed], check=True, capture_output=True)
    paint = ["pdftoppm", "-png", "-r", str(DOTS_PER_INCH), "-singlefile", str(folder / "card.pdf")]
    subprocess.run([*paint, str(folder / "card")], check=True)
    return folder / "card.png"


def main() -> None:
    """Make all pictures."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        run, recipe = demo(folder)
        (HERE / "demo.svg").write_text(terminal(run, recipe), encoding="utf-8")
        page = first_page(folder / RESULT / REPORT_FILE, folder)
        if page is not None:
            shutil.copyfile(page, HERE / "report.png")
        card = first_page_of_card(listings(run)[0].lines[0][1].code, folder)
        if card is not None:
            shutil.copyfile(card, HERE / "card.png")


if __name__ == "__main__":
    main()
