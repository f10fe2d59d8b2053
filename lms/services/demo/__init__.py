"""The demo world: eleven regions with invented people and twelve weeks of invented progress."""

from lms.services.demo.load import create_world, has_world
from lms.services.demo.results import bring_results
from lms.services.demo.roles import DEMO_DOMAIN, find_demo_person

__all__ = ["DEMO_DOMAIN", "bring_results", "create_world", "find_demo_person", "has_world"]
