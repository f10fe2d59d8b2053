"""The secrets of a letter: a link's token and a short code. Only keyed hashes of them are ever stored."""

import hashlib
import hmac
import secrets

CODE_LETTERS = "ACDEFHJKMNPQRTVWXY346789"
"""No two of them look or sound alike enough to be mixed up: no B, G, I, L, O, S, U, Z, 0, 1, 2, 5."""
_CODE_LENGTH = 8
_GROUP = 4
_TOKEN_BYTES = 32


def new_token() -> str:
    """Make the secret of a link: 256 random bits."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def new_code() -> str:
    """Make a code that can be typed, such as K7WQ-4MTX."""
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(_CODE_LENGTH))
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def hash_token(key: str, token: str) -> str:
    """Give the form in which a link's token is stored."""
    return _hash(key, "token", token)


def hash_code(key: str, person_id: int, code: str) -> str:
    """Give the form in which a person's code is stored; case, blanks and hyphens do not matter."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return _hash(key, "code", f"{person_id}:{plain}")


def hash_subject(key: str, kind: str, text: str) -> str:
    """Give the name under which tries are counted, so that the table of tries holds no addresses."""
    return _hash(key, f"try:{kind}", text)


def hash_stop(key: str, person_id: int) -> str:
    """Sign the link by which a person stops reminders; it opens nothing else."""
    return _hash(key, "stop", str(person_id))


def _hash(key: str, kind: str, text: str) -> str:
    return hmac.new(key.encode(), f"{kind}\0{text}".encode(), hashlib.sha256).hexdigest()
