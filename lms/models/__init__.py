"""What people did: tables only; every column says whether it is personal and why."""

from lms.models.attempts import Attempt
from lms.models.audit import AuditLine
from lms.models.certificates import COMPLETION, Certificate
from lms.models.coordination import PersonPair, RecordedCompletion, SavedView
from lms.models.counters import Counted, CountedChange
from lms.models.imports import ColumnMapping, ImportBatch, Upload
from lms.models.joining import JoinLink, JoinRequest
from lms.models.learning import CourseRecord, Enrolment, LessonRecord, Note
from lms.models.messages import LetterNote, LetterPlan, LetterSkip, LetterStop, Message
from lms.models.outside import OutsideFold, OutsidePerson, OutsideResult
from lms.models.people import Person, Region, RoleGrant
from lms.models.receipts import PackageReceipt, ReceiptChoice
from lms.models.reports import Background, Decision, Edition, FrozenFile, FrozenReport
from lms.models.sign_in import SignInToken, Try
from lms.models.surveys import PrivateAnswer, SurveyAnswer, SurveyDone

__all__ = [
    "COMPLETION",
    "Attempt",
    "AuditLine",
    "Background",
    "Certificate",
    "ColumnMapping",
    "Counted",
    "CountedChange",
    "CourseRecord",
    "Decision",
    "Edition",
    "Enrolment",
    "FrozenFile",
    "FrozenReport",
    "ImportBatch",
    "JoinLink",
    "JoinRequest",
    "LessonRecord",
    "LetterNote",
    "LetterPlan",
    "LetterSkip",
    "LetterStop",
    "Message",
    "Note",
    "OutsideFold",
    "OutsidePerson",
    "OutsideResult",
    "PackageReceipt",
    "Person",
    "PersonPair",
    "PrivateAnswer",
    "ReceiptChoice",
    "RecordedCompletion",
    "Region",
    "RoleGrant",
    "SavedView",
    "SignInToken",
    "SurveyAnswer",
    "SurveyDone",
    "Try",
    "Upload",
]
