"""Every page there is, and who looks at it. A route that is missing here fails a test."""

FILES = {
    "static",
    "pictures.picture",
    "public.alive",
    "trainee.token",
    "materials.download",
    "coordinator.people_file",
    "coordinator.report_file",
    "coordinator.frozen_file",
    "programme.report_file",
    "programme.frozen_file",
    "coordinator.progress_file",
    "trainer.download_all",
    "trainer.download_one",
    "coordinator.results_file",
    "enrol.faulty_file",
    "letters.log_file",
    "programme.progress_file",
    "programme.sources_file",
    "trainee.certificate_pdf",
    "certificates.certificate_pdf",
}
"""Routes that answer with a file or with data, not with a page."""

_LEARN = "/learn/foundations"
_TEACH = "/teach/foundations"
_KIT = "/learn/materials/learning-lab"

PLACES: dict[str, list[tuple[str, str]]] = {
    "public.front": [("nobody", "/"), ("nobody", "/?left=yes")],
    "public.help_page": [("nobody", "/help"), ("middle", "/help")],
    "public.privacy": [("nobody", "/privacy")],
    "public.accessibility": [("nobody", "/accessibility")],
    "public.sign_in": [("nobody", "/sign-in"), ("nobody", "/sign-in?next=/learn")],
    "public.code": [("nobody", "/sign-in/code")],
    "public.confirm": [("nobody", "/sign-in/VALID"), ("nobody", "/sign-in/a-link-that-nobody-wrote")],
    "public.check": [("nobody", "/certificates")],
    "public.checked": [("nobody", "/certificates/CODE")],
    "public.join_code": [("nobody", "/join")],
    "public.join": [("nobody", "/join/JOIN")],
    "public.join_thanks": [("nobody", "/join-thanks")],
    "public.letters": [("nobody", "/outbox")],
    "public.stop_page": [("nobody", "/letters/stop/MINE")],
    "trainee.overview": [(who, "/learn") for who in ("fresh", "middle", "finished", "participant")],
    "trainee.course": [
        ("fresh", _LEARN),
        ("fresh", "/learn/competence"),
        ("middle", "/learn/competence"),
        ("middle", f"{_LEARN}?saved=yes"),
        ("finished", "/learn/strategy"),
    ],
    "trainee.lesson": [
        ("fresh", f"{_LEARN}/why-regions/1"),
        ("middle", f"{_LEARN}/four-principles/2"),
        ("middle", "/learn/competence/intercultural-competence/3"),
        ("finished", "/learn/strategy/theory-of-change/2"),
    ],
    "trainee.quiz": [("fresh", f"{_LEARN}/why-regions/quiz"), ("finished", f"{_LEARN}/why-regions/quiz")],
    "trainee.exam": [
        ("fresh", f"{_LEARN}/exam"),
        ("middle", f"{_LEARN}/exam"),
        ("finished", "/learn/strategy/exam"),
    ],
    "trainee.attempt": [
        ("middle", f"{_LEARN}/attempt/why-regions/1"),
        ("finished", "/learn/strategy/attempt/strategy-exam/1"),
    ],
    "trainee.form": [("fresh", f"{_LEARN}/form"), ("finished", f"{_LEARN}/form")],
    "trainee.survey": [
        ("fresh", "/learn/survey/needs-questionnaire"),
        ("fresh", "/learn/survey/self-assessment-before"),
        ("finished", "/learn/survey/self-assessment-after"),
    ],
    "trainee.background": [("fresh", "/learn/background"), ("finished", "/learn/background?done=saved")],
    "trainee.certificate": [("fresh", "/learn/certificate"), ("finished", "/learn/certificate")],
    "trainee.sheet": [("fresh", "/learn/sheet"), ("finished", "/learn/sheet")],
    "materials.materials": [("participant", _KIT), ("trainer", _KIT)],
    "materials.sheet_page": [
        ("participant", f"{_KIT}/three-day-agenda/1"),
        ("participant", f"{_KIT}/worksheet-c-pilot-canvas/1"),
        ("coordinator", f"{_KIT}/organisers-checklist/1"),
    ],
    "trainer.courses": [("trainer", "/teach"), ("administrator", "/teach")],
    "trainer.course": [("trainer", _TEACH), ("trainer", "/teach/learning-lab")],
    "trainer.packages": [("trainer", f"{_TEACH}/packages"), ("trainer", f"{_TEACH}/packages?language=pl")],
    "trainer.sheet": [("trainer", f"{_TEACH}/packages/sheet"), ("trainer", f"{_TEACH}/packages/sheet?sheet=de")],
    "trainer.all_packages": [("trainer", "/teach/all-packages")],
    "trainer.welcome": [("trainer", f"{_TEACH}/preview"), ("trainer", f"{_TEACH}/preview?language=pl")],
    "trainer.lesson": [("trainer", f"{_TEACH}/preview/four-principles/1?region=donegal")],
    "trainer.quiz": [
        ("trainer", f"{_TEACH}/preview/why-regions/quiz"),
        ("trainer", f"{_TEACH}/preview/why-regions/quiz?try=yes"),
    ],
    "trainer.exam": [("trainer", f"{_TEACH}/preview/exam"), ("trainer", f"{_TEACH}/preview/exam?try=yes")],
    "trainer.form": [("trainer", f"{_TEACH}/preview/form")],
    "coordinator.progress": [("coordinator", "/regions/donegal"), ("programme", "/regions/leipzig")],
    "coordinator.people": [
        ("coordinator", "/regions/donegal/people"),
        ("coordinator", "/regions/donegal/people?state=completed"),
        ("coordinator", "/regions/donegal/people?nudge=any&sort=quiet&page=2"),
        ("coordinator", "/regions/donegal/people?text=nobody-is-called-so&state=nonsense"),
    ],
    "coordinator.reports": [
        ("coordinator", "/regions/donegal/reports"),
        ("coordinator", "/regions/donegal/reports?only=gender"),
    ],
    "programme.reports": [("programme", "/programme/reports")],
    "coordinator.scores": [("coordinator", "/regions/donegal/scores"), ("programme", "/regions/leipzig/scores")],
    "coordinator.receipts": [
        ("coordinator", "/regions/donegal/receipts"),
        ("programme", "/regions/leipzig/receipts"),
    ],
    "coordinator.person": [
        ("coordinator", "/regions/donegal/people/MIDDLE"),
        ("programme", "/regions/donegal/people/MIDDLE"),
    ],
    "coordinator.coordinators": [
        ("coordinator", "/regions/donegal/coordinators"),
        ("programme", "/regions/leipzig/coordinators"),
    ],
    "people.likenesses": [("coordinator", "/regions/donegal/people/duplicates")],
    "letters.overview": [
        ("coordinator", "/regions/donegal/letters"),
        ("coordinator", "/regions/donegal/letters?sent=2&skipped=1"),
    ],
    "letters.letter": [
        ("coordinator", "/regions/donegal/letters/write/invitation"),
        ("coordinator", "/regions/donegal/letters/write/inactive"),
        ("coordinator", "/regions/donegal/letters/write/never_opened?days=3"),
    ],
    "letters.new_plan": [("coordinator", "/regions/donegal/letters/schedules/new")],
    "letters.plan": [("coordinator", "/regions/donegal/letters/schedules/2")],
    "letters.log": [
        ("coordinator", "/regions/donegal/letters/log"),
        ("coordinator", "/regions/donegal/letters/log?outcome=skipped&page=9"),
        ("coordinator", "/regions/donegal/letters/log?text=nobody-is-called-so"),
    ],
    "enrol.form": [("coordinator", "/regions/donegal/enrol")],
    "enrol.upload": [("coordinator", "/regions/donegal/enrol/list")],
    "certificates.certificate_list": [
        ("coordinator", "/regions/donegal/certificates"),
        ("coordinator", "/regions/donegal/certificates?q=no-such-name"),
    ],
    "certificates.certificate": [("coordinator", "/regions/donegal/certificates/NUMBER")],
    "enrol.join": [
        ("coordinator", "/regions/donegal/enrol/join"),
        ("coordinator", "/regions/donegal/enrol/join?OPEN"),
    ],
    "enrol.join_sheet": [("coordinator", "/regions/donegal/enrol/join/sheet?OPEN")],
    "enrol.preview": [("coordinator", "/regions/donegal/enrol/list/FAULTY")],
    "enrol.columns": [("coordinator", "/regions/donegal/enrol/list/UNKNOWN/columns")],
    "coordinator.results": [
        ("coordinator", "/regions/donegal/results"),
        ("programme", "/regions/leipzig/results"),
    ],
    "enrol.hand_in_results": [("coordinator", "/regions/donegal/enrol/results")],
    "enrol.preview_results": [
        ("coordinator", "/regions/donegal/enrol/results/MOODLE"),
        ("coordinator", "/regions/donegal/enrol/results/SIGNED"),
    ],
    "programme.sources": [("programme", "/programme/sources")],
    "programme.progress": [("programme", "/programme"), ("administrator", "/programme")],
}
"""Pages by route: who looks, and where. VALID stands for a fresh link, MIDDLE for a person, NUMBER and CODE for a
certificate."""

REFUSED = [
    ("nobody", "/no-such-page", 404),
    ("nobody", "/join/a-code-that-nobody-made", 404),
    ("nobody", f"{_LEARN}/no-such-lesson/1", 302),
    ("middle", f"{_LEARN}/no-such-lesson/1", 404),
    ("fresh", "/learn/competence/intercultural-competence/1", 403),
    ("middle", _KIT, 403),
    ("middle", "/learn/survey/self-assessment-after", 403),
    ("coordinator", "/regions/leipzig", 404),
    ("coordinator", "/regions/donegal/letters/schedules/1", 404),
    ("programme", "/regions/donegal/letters", 403),
    ("nobody", "/letters/stop/1-a-link-that-nobody-wrote", 404),
    ("trainer", "/learn", 403),
    ("nobody", "/certificates/AAAA-CCCC-DDDD", 404),
    ("middle", "/demo/role", 405),
]
"""Pages that say no: who asks, where, and the status."""
