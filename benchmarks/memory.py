"""W3: the memory of a serving process after its warm-up, and how much it grows under requests."""

from benchmarks.measure import Row, megabytes
from benchmarks.served import Served, serve_hello, serve_workers, serve_world
from benchmarks.visitor import Visitor
from benchmarks.visits import FIRST_COURSE, first_lesson, lesson_path, quiz_path, visit
from benchmarks.world import World, get_course

WORKERS = 2


def run(world: World) -> list[Row]:
    """Serve, walk through all pages of a course, and look at the proportional set size."""
    visitor, paths = visit(world), list_paths(world)
    warm_up = max(world.setting.warm_requests, len(paths))
    with serve_world(world) as service, serve_hello() as hello:
        walk(service, visitor, paths, warm_up)
        warm = service.memory
        walk(service, visitor, paths, world.setting.requests)
        grown = service.memory
        small = hello.memory
    with serve_workers(world, WORKERS) as service:
        walk(service, visitor, paths, warm_up)
        shared = max(service.memory_of_workers)
    count = f"{world.setting.requests:,}"
    return [
        Row(
            "W3",
            f"one of {WORKERS} workers : hello alone",
            megabytes(shared),
            megabytes(small),
            shared / 1e6,
            60,
            "MB",
        ),
        Row(
            "W3",
            "the only process of make serve : hello",
            megabytes(warm),
            megabytes(small),
            warm / 1e6,
            None,
            "MB",
        ),
        Row(
            "W3",
            f"memory after {count} more requests : before them",
            megabytes(grown),
            megabytes(warm),
            (grown - warm) / 1e6,
            5,
            "MB more",
        ),
    ]


def list_paths(world: World) -> list[str]:
    """List the pages that learners mostly ask for."""
    lessons = get_course(world.app, FIRST_COURSE).lessons
    first = first_lesson(world.app)
    pages = [lesson_path(lesson, page.number) for lesson in lessons for page in lesson.pages]
    return ["/learn", f"/learn/{FIRST_COURSE}", quiz_path(first), *pages]


def walk(service: Served, visitor: Visitor, paths: list[str], count: int) -> None:
    """Ask for pages in turn."""
    headers = {"Cookie": visitor.cookie, "Accept-Language": "en"}
    for number in range(count):
        path = paths[number % len(paths)]
        status = service.get(path, headers)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}.")
