"""The browser of the browser tests, where one is installed, and what looks at its pages."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"

# What fades in or slides is looked at when it has arrived: half-way its words are paler than anyone reads them.
SETTLED = """() => Promise.allSettled(
    document.getAnimations()
        .filter((one) => one.playState === "running" && one.effect.getComputedTiming().endTime !== Infinity)
        .map((one) => one.finished)
).then(() => null)"""


def grave(page) -> list[str]:
    """What axe finds serious or critical on this page once nothing moves on it, with the first places of each."""
    page.evaluate(SETTLED)
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {violation['help']} {[node['html'][:160] for node in violation['nodes'][:3]]}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]
