"""Moodle's own words in the ten languages, as its language packs write them: states and a few headings."""

from lms.intake.people_words import plain

STATES: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "completed": ("Completed", "Complete", "Completed (achieved pass grade)", "Passed"),
        "failed": ("Completed (did not achieve pass grade)", "Failed"),
        "nothing": ("Not completed", "Incomplete", "Not attempted", "Not yet started", "In progress", "Browsed"),
    },
    "ca": {
        "completed": (
            "Completada",
            "Completat",
            "Completat (s'ha assolit la qualificació)",
            "Completat (s'ha aconseguit assolir la qualificació)",
            "Superat",
            "Aprovat",
        ),
        "failed": (
            "Completat (no s'ha aconseguit assolir la qualificació)",
            "Completat (no han aconseguit assolir la qualificació)",
            "No superat",
            "Suspès",
        ),
        "nothing": ("Incompleta", "Incomplet", "No completada", "No completat", "No intentat"),
    },
    "es": {
        "completed": (
            "Finalizado",
            "Completado",
            "Finalizado (ha alcanzado la calificación de aprobado)",
            "Finalizado (ha alcanzado la califiación de aprobado)",
            "Finalizado (alcanzó calificación de aprobado)",
            "Aprobado",
        ),
        "failed": (
            "Finalizado (no ha alcanzado la calificación de aprobado)",
            "Finalizado (no obtuvo calificación de aprobado)",
            "Suspenso",
            "Fallado",
            "No aprobado",
        ),
        "nothing": (
            "No finalizado",
            "No completado",
            "Incompleto",
            "No se ha intentado",
            "No intentado",
            "Sin intentar",
        ),
    },
    "eu": {
        "completed": ("Osatuta", "Osatua", "Osatuta (gutxieneko kalifikazioa lortu dute)", "Gaindituta"),
        "failed": ("Osatuta (ez dute gutxieneko kalifikazioa lortu)", "Gainditu gabe", "Ez gaindituta"),
        "nothing": ("Osatu gabea", "Osatu gabe", "Osatugabea", "Saiatu gabe", "Saiatu gabea", "Ez da hasi"),
    },
    "pl": {
        "completed": (
            "Ukończona",
            "Ukończone",
            "Ukończono",
            "Ukończony",
            "Ukończona (uzyskano pozytywna ocenę)",
            "Ukończona (uzyskano pozytywną ocenę)",
            "Zaliczone",
            "Zaliczony",
        ),
        "failed": ("Ukończona (nie uzyskano pozytywnej oceny)", "Niezaliczone", "Niezaliczony"),
        "nothing": (
            "Nieukończona",
            "Nieukończone",
            "Nieukończony",
            "Nie ukończono",
            "Niekompletne",
            "Nie próbowano",
        ),
    },
    "it": {
        "completed": ("Completato", "Completata", "Completato (raggiunta la sufficienza)", "Superato"),
        "failed": ("Completato (senza raggiungere la sufficienza)", "Non superato", "Fallito"),
        "nothing": ("Non completato", "Non completata", "Incompleto", "Non tentato", "Mai tentato"),
    },
    "ro": {
        "completed": ("Finalizat", "Completat", "Finalizat (s-a obținut notă de trecere)", "Promovat"),
        "failed": ("Finalizat (nu s-a primit notă de trecere)", "Nepromovat", "Eșuat"),
        "nothing": (
            "Nu este finalizat",
            "Nefinalizat",
            "Necompletat",
            "Nu este completat",
            "Nu s-a finalizat",
            "Nu a fost finalizat",
            "Incomplet",
            "Nu s-a încercat parcurgerea",
        ),
    },
    "de": {
        "completed": ("Abgeschlossen", "Abgeschlossen (Bestehensgrenze erreicht)", "Bestanden", "Vollständig"),
        "failed": ("Abgeschlossen (Bestehensgrenze nicht erreicht)", "Nicht bestanden"),
        "nothing": (
            "Nicht abgeschlossen",
            "Unvollständig",
            "Nicht versucht",
            "Noch nicht versucht",
            "Noch nicht begonnen",
        ),
    },
    "sv": {
        "completed": ("Slutförd", "Slutfört", "Fullföljd", "Slutförd (uppnått godkänt betyg)", "Godkänd"),
        "failed": ("Slutförd (inte uppnått godkänt betyg)", "Underkänd", "Ej godkänd"),
        "nothing": (
            "Ej slutförd",
            "Ej slutfört",
            "Inte slutförd",
            "Inte slutfört",
            "Inte fullföljd",
            "Ofullständig",
            "Ej påbörjad",
            "Ej försökt",
        ),
    },
    "ga": {
        "completed": ("Críochnaithe", "Curtha i gcrích", "Pas faighte"),
        "failed": ("Teipthe", "Theip"),
        "nothing": ("Neamhchríochnaithe", "Gan críochnú", "Níl críochnaithe", "Níor triaileadh"),
    },
}
"""language -> meaning -> what stands in the cell; the first one is what today's Moodle writes."""

_SET_BY = (
    "set by",
    "establert per",
    "establecido por",
    "configurado por",
    "ezarrita",
    "ustawione przez",
    "impostato da",
    "setat de",
    "gesetzt von",
    "satt av",
    "socraithe ag",
)
"""Begins (in Basque ends) what follows a state that somebody set by hand."""

HEADINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "attempt": ("Attempt",),
        "name": ("Name", "Full name", "First name", "First name / Last name", "First name / Surname"),
        "surname": ("Last name", "Surname"),
        "email": ("Email address", "Email"),
    },
    "ca": {
        "attempt": ("Intent",),
        "name": ("Nom", "Nom complet"),
        "surname": ("Cognoms",),
        "email": ("Adreça electrònica", "Correu electrònic", "Adreça de correu"),
    },
    "es": {
        "attempt": ("Intento",),
        "name": ("Nombre", "Nombre completo"),
        "surname": ("Apellido(s)", "Apellidos"),
        "email": ("Dirección de correo", "Dirección email", "Correo electrónico"),
    },
    "eu": {
        "attempt": ("Saiakera",),
        "name": ("Izena", "Izen osoa", "Izen-deiturak"),
        "surname": ("Deitura", "Deiturak"),
        "email": ("E-posta helbidea", "Helbide elektronikoa", "E-posta"),
    },
    "pl": {
        "attempt": ("Próba", "Podejście"),
        "name": ("Imię i nazwisko", "Nazwa", "Imię", "Pełna nazwa"),
        "surname": ("Nazwisko",),
        "email": ("Adres e-mail", "E-mail", "Adres email"),
    },
    "it": {
        "attempt": ("Tentativo",),
        "name": ("Nome", "Nome completo"),
        "surname": ("Cognome",),
        "email": ("Indirizzo email", "Indirizzo e-mail"),
    },
    "ro": {
        "attempt": ("Încercare", "Încercarea"),
        "name": ("Nume", "Prenume", "Nume complet"),
        "surname": ("Nume de familie", "Nume"),
        "email": ("Adresă email", "Adresă de email", "Adresa de e-mail"),
    },
    "de": {
        "attempt": ("Versuch",),
        "name": ("Name", "Vollständiger Name", "Vorname"),
        "surname": ("Nachname",),
        "email": ("E-Mail-Adresse", "E-Mail"),
    },
    "sv": {
        "attempt": ("Försök",),
        "name": ("Namn", "Fullständigt namn", "Förnamn"),
        "surname": ("Efternamn",),
        "email": ("E-postadress", "E-post"),
    },
    "ga": {
        "attempt": ("Iarracht",),
        "name": ("Ainm", "Ainm iomlán"),
        "surname": ("Sloinne",),
        "email": ("Seoladh ríomhphoist", "Ríomhphost"),
    },
}
"""language -> column -> how its heading is written."""


def find_heading(text: str) -> str | None:
    """Say which of the few columns we look for a heading stands for."""
    return _HEADINGS.get(plain(text))


def find_state(text: str) -> str | None:
    """Say what a cell means: `completed`, `failed`, `nothing`; None if we do not know the words."""
    found = _STATES.get(plain(text))
    base, bracket, inside = text.partition("(")
    if found is None and bracket and _is_set_by(plain(inside)):
        return _STATES.get(plain(base))
    return found


def _is_set_by(words: str) -> bool:
    return any(words.startswith(mark) or words.endswith(mark) for mark in _SET_BY_PLAIN)


def _turned(table: dict[str, dict[str, tuple[str, ...]]]) -> dict[str, str]:
    return {plain(word): meaning for row in table.values() for meaning, words in row.items() for word in words}


_STATES = _turned(STATES)
_HEADINGS = _turned(HEADINGS)
_SET_BY_PLAIN = tuple(plain(mark) for mark in _SET_BY)
