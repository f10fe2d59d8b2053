"""R1: what it costs to show a lesson page and a quiz page, and whether anything is rendered for it."""

from benchmarks.measure import Row
from benchmarks.visits import compare_inside, first_lesson, lesson_path, open_site, quiz_path, visit
from benchmarks.world import World, get_renderer


def run(world: World) -> list[Row]:
    """Measure both pages, signed in, as they are served and without a server around."""
    visitor, lesson = visit(world), first_lesson(world.app)
    paths = {"lesson page": lesson_path(lesson), "quiz page": quiz_path(lesson)}
    before = get_renderer(world.app).rendered
    inside = [
        compare_inside(world, visitor, path).row("R1", f"{name} : hello page of Flask, without a server", None)
        for name, path in paths.items()
    ]
    with open_site(world) as site:
        served = [
            site.compare(visitor, path).row("R1", f"{name} : hello page of Flask, served", 2.5)
            for name, path in paths.items()
        ]
    new = get_renderer(world.app).rendered - before
    rendered = Row("R1", "texts rendered when these pages were shown", str(new), "0", float(new), 0, "")
    return [*served, *inside, rendered]
