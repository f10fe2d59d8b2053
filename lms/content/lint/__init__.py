"""Everything that `lms check` finds in texts, quizzes, pictures and file names."""

from lms.content.lint.everything import check_folders
from lms.content.lint.terminal import format_problems

__all__ = ["check_folders", "format_problems"]
