"""Workers that a server divides itself into after the application was loaded."""

import gc
import os

import pytest

import lms.app  # noqa: F401 - says what happens at a division


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of forking beside threads; the child only exits
def test_a_worker_leaves_what_it_inherits_out_of_its_search_for_garbage() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0 if gc.get_freeze_count() > 1000 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert gc.get_freeze_count() == 0
