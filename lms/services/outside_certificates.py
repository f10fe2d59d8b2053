"""Certificates that rest on results from elsewhere: how many would be withdrawn with each import."""

from sqlalchemy import bindparam, select

from lms.content.model import Programme
from lms.models import ImportBatch
from lms.services.certificates.rows import CERTIFICATE, IS_VALID
from lms.services.outside_fold_rows import hold
from lms.services.outside_folding import count_unfinished
from lms.services.outside_rows import ENROLMENT, OUTSIDE, RESULT
from lms.services.store import read, table

_BATCH = table(ImportBatch)
_HOLDERS = (
    select(_BATCH.c.id, ENROLMENT.c.id.label("enrolment"))
    .distinct()
    .join(RESULT, RESULT.c.import_id == _BATCH.c.id)
    .join(OUTSIDE, OUTSIDE.c.id == RESULT.c.outside_person_id)
    .join(ENROLMENT, ENROLMENT.c.id == OUTSIDE.c.enrolment_id)
    .join(CERTIFICATE, CERTIFICATE.c.enrolment_id == ENROLMENT.c.id)
    .where(_BATCH.c.region_id == bindparam("region"), _BATCH.c.undone_at.is_(None))
    .where(IS_VALID, ENROLMENT.c.completed_at.is_not(None))
)
"""Who holds a certificate and is named in which import."""


def count_resting(region: str, programme: Programme) -> dict[int, int]:
    """Say for the imports of a region how many valid certificates would be withdrawn if each were taken back."""
    named: dict[int, set[int]] = {}
    for import_id, enrolment in read(_HOLDERS, region=region):
        named.setdefault(import_id, set()).add(enrolment)
    held = {one.enrolment.id: one for one in hold(set().union(*named.values()), programme, lock=False)}
    return {
        import_id: count_unfinished(
            (held[enrolment] for enrolment in enrolments if enrolment in held), programme, import_id
        )
        for import_id, enrolments in named.items()
    }
