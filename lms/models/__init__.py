"""What people did: tables only; every column says whether it is personal and why."""

from lms.models.attempts import Attempt
from lms.models.audit import AuditLine
from lms.models.learning import CourseRecord, Enrolment, LessonRecord, Note
from lms.models.messages import Message
from lms.models.people import Person, Region, RoleGrant
from lms.models.sign_in import SignInToken, Try
from lms.models.surveys import PrivateAnswer, SurveyAnswer, SurveyDone

__all__ = [
    "Attempt",
    "AuditLine",
    "CourseRecord",
    "Enrolment",
    "LessonRecord",
    "Message",
    "Note",
    "Person",
    "PrivateAnswer",
    "Region",
    "RoleGrant",
    "SignInToken",
    "SurveyAnswer",
    "SurveyDone",
    "Try",
]
