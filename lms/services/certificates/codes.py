"""The code printed on a certificate: 128 bits that are derived, never stored."""

import hashlib
import hmac
import secrets

from lms.services.sign_in_proofs import CODE_LETTERS

_LENGTH, _GROUP = 28, 4


def new_salt() -> str:
    """Make what a code is derived from."""
    return secrets.token_hex(16)


def derive_code(key: str, salt: str) -> str:
    """Give the code of a certificate, such as K7WQ-4MTX-...; the database alone does not give it away."""
    number = int.from_bytes(hmac.new(key.encode(), f"certificate\0{salt}".encode(), hashlib.sha256).digest())
    letters = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[place])
    code = "".join(letters)
    return "-".join(code[first : first + _GROUP] for first in range(0, _LENGTH, _GROUP))


def hash_certificate_code(key: str, code: str) -> str:
    """Give the form under which a code is found; case, blanks and hyphens do not matter."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return hmac.new(key.encode(), f"certificate-code\0{plain}".encode(), hashlib.sha256).hexdigest()
