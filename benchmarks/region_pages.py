"""RP: what the pages of figures cost over the whole invented world, against a lesson page."""

from benchmarks.measure import Row, alternate
from benchmarks.visitor import sign_in
from benchmarks.visits import first_lesson, lesson_path, open_site, visit
from benchmarks.world import World
from lms.services.demo.roles import HOME


def run(world: World) -> list[Row]:
    """Compare the page of a region and the page of all regions with a lesson page, all served."""
    trainee, lesson = visit(world), lesson_path(first_lesson(world.app))
    pages = {
        "region page": (sign_in(world.app, world.find_identity(world.app, "coordinator")), f"/regions/{HOME}"),
        "programme page": (sign_in(world.app, world.find_identity(world.app, "programme")), "/programme"),
    }
    setting = world.setting
    rows = []
    with open_site(world) as site:
        clocks = (site.service.cpu_seconds, site.service.cpu_seconds)
        for name, (visitor, path) in pages.items():
            page, text = site.prepare(visitor, path), site.prepare(trainee, lesson)
            pair = alternate(page, text, setting.rounds, setting.calls, setting.calls, clocks)
            rows.append(pair.row("RP", f"{name} : lesson page, served", 3))
    return rows
