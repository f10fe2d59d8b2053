"""Certificates: issued when the programme is completed, kept as issued, sent, corrected, withdrawn, checked."""

from lms.services.certificates.acts import correct_name, revoke, send_again, withdraw_lapsed
from lms.services.certificates.issuing import get_own, give_pdf, is_due, issue_due
from lms.services.certificates.rows import (
    CertificateRow,
    CertificateState,
    check_code,
    find_own,
    get_certificate,
    list_certificates,
)

__all__ = [
    "CertificateRow",
    "CertificateState",
    "check_code",
    "correct_name",
    "find_own",
    "get_certificate",
    "get_own",
    "give_pdf",
    "is_due",
    "issue_due",
    "list_certificates",
    "revoke",
    "send_again",
    "withdraw_lapsed",
]
