"""Invented names for the demo world, as mixed as the offices of the regions are."""

FIRST = {
    "ca": "Núria Jordi Laia Marc Montserrat Pau Mireia Oriol Carme Ferran Aïcha Mamadou Gemma Sílvia Arnau",
    "es": "Ainhoa Javier Leire Iker María Íñigo Nerea Mikel Sofía Óscar Fátima Andrés Itziar Unai Rosa",
    "pl": "Agnieszka Żaneta Łukasz Oksana Michał Małgorzata Paweł "
    "Bożena Krzysztof Wojciech Zofia Dmytro Olena Jakub Ewa",
    "it": "Giulia Matteo Chiara Alessio Francesca Karim Lucia "
    "Davide Nadia Tommaso Elisa Yassine Paola Nicolò Sara",
    "en": "Aoife Ciarán Niamh Séamus Gráinne Oluchi Pádraig Sinéad Donal Róisín Farid Maeve Eoin Tunde Bríd",
    "ro": "Ștefan Ioana Andreea Mihai Ildikó Cristina Răzvan Elena Zoltán Mădălina Vlad Anca Daria Țvetana Radu",
    "de": "Katrin Jürgen Anja Cem Ulrike Matthias Leyla Sören Heike Florian Amina Björn Gisela Yusuf Renate",
    "sv": "Åsa Björn Märta Hamid Ingrid Östen Linnéa Amal Göran Elin Darko Annika Viktor Shirin Lars",
}
LAST = {
    "ca": "Puig Ferrer Soler Vidal Serra Diallo Roca Bosch Benali Camps Mas Riera Costa Prat Sarr",
    "es": "Etxeberria García Iriarte López Goñi Martínez Ochoa "
    "Ruiz Azcona El-Amrani Pérez Zabalza Larrea Muñoz Sanz",
    "pl": "Żółkiewska Kowalski Wiśniewska Szczęsny Łącki Nowak Shevchenko "
    "Dąbrowski Mazur Zieliński Kamińska Wójcik Kravchenko Pawlak Sikora",
    "it": "Ferrari Bianchi Montanari Benedetti Rossi Gallo Haddad "
    "Barbieri Conti Fabbri Ricci Mancini Traoré Galli Villa",
    "en": "Gallagher McGinley Ó_Séaghdha Doherty Boyle Okafor Sweeney "
    "Bonner McFadden Ní_Dhomhnaill Hassan Byrne Harkin Ward Adeyemi",
    "ro": "Ștefănescu Popescu Ionescu Țăranu Nagy Munteanu Dumitru "
    "Szabó Rusu Petrović Marin Olaru Bălan Crăciun Stoica",
    "de": "Müller Schröder Wagner Yılmaz Großmann Huber Hoffmann "
    "Çelik Böhm Öztürk Krause Vogel Nguyen Weiß Pichler",
    "sv": "Åkesson Lindström Öberg Hosseini Sjögren Nilsson Bergström "
    "Ali Håkansson Lundqvist Petrović Eriksson Wallin Ahmadi Ek",
}
ORGANISATIONS = {
    "politician": ("Regional assembly", "Town council"),
    "decision_maker": ("Regional authority, directorate", "Health service, board"),
    "civil_servant": (
        "Regional authority, social affairs",
        "Municipality, citizens' desk",
        "Job centre",
        "Library",
    ),
    "cso": ("Welcome network", "Volunteers' centre", "Neighbourhood house"),
    "migrant_community": ("Women's association", "Council of newcomers", "Youth association"),
    "economic_social_partner": ("Chamber of commerce", "Trade union", "Housing cooperative"),
    "academia": ("University", "Adult education centre"),
    "media": ("Local radio", "Press office"),
}
"""Stakeholder category -> kinds of workplace."""
WEIGHTS = {
    "politician": 6,
    "decision_maker": 12,
    "civil_servant": 45,
    "cso": 14,
    "migrant_community": 9,
    "economic_social_partner": 6,
    "academia": 5,
    "media": 3,
}
"""How often each category occurs among a hundred people."""


def first_names(language: str) -> list[str]:
    """First names common in offices of a language."""
    return FIRST.get(language, FIRST["en"]).split()


def last_names(language: str) -> list[str]:
    """Last names common in offices of a language; `_` in the list stands for a blank within a name."""
    return [name.replace("_", " ") for name in LAST.get(language, LAST["en"]).split()]
