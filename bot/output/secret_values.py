"""Values of names that an environment would call secret: ``FOO_TOKEN=…``, ``"password": "…"``, ``--token …``.

And of the short flag ``-p`` of those programs that take a password there.

What only refers to a secret, or says that there is none, is left: ``$TOKEN``, ``null``, ``tokens: 4096``.
"""

import re
from collections.abc import Iterator

from bot.output.shapes import Secret

#: Where a name may tell, in lower case.
_HINT = re.compile(
    r"secret|pass|pwd|api|access|private|account|auth|signature|key|token|credential|jwt"
    r"|pat(?![a-z])|sig(?==)"
)

# Keys that are secrets by what they are for. An environment's `…_KEY=` is one too, but for these.
_SECRET_KEYS = ("deploy", "encryption", "decryption", "signing", "master", "hmac", "license", "jwt")
_KEYS_FOR = "|".join(rf"(?<={word}[_-])|(?<={word})" for word in _SECRET_KEYS)
_OPEN_KEYS = (
    *("CACHE", "PRIMARY", "FOREIGN", "PUBLIC", "PARTITION", "SORT", "UNIQUE", "ROW", "ROUTING"),
    *("OBJECT", "GROUP", "INDEX", "SEARCH", "S3", "PROJECT", "ISSUE", "REGISTRY"),
)
_NOT_OPEN = "".join(f"(?<!{word}_)" for word in _OPEN_KEYS)
_ABOUT_A_KEY = r"(?![a-z]|[_-](?:id|path|file|name|alias|url|type|fingerprint))"

# What is said to be a password is one, whatever it is; a key or a signature need not be a secret.
_NAME = rf"""
    (?: (?P<strong> secret | passw(?:or)?d | passphrase | (?<=[_.-])pwd
          | api[_-]?key | access[_-]?key(?![_-]?id) | private[_-]?key(?![a-z-]) | account[_-]?key
          | (?:{_KEYS_FOR}) key {_ABOUT_A_KEY}
          | (?-i:(?<=[A-Z0-9]_){_NOT_OPEN}KEY) (?=\\?["']?[=:])
          | (?-i:(?<=export\ )KEY|(?<=ENV\ )KEY)(?==) | (?<=[?&;])sig(?:nature)?(?==)
          | (?-i:(?<=[A-Z0-9]_)PAT)(?![a-z]) | (?:(?<=github[_-])|(?<=gitlab[_-])) pat (?![a-z]) )
      | (?P<weak> auth(?!or|ent) | signature | (?<=[_-])(?<!cache[_-])key(?![a-z])
          | (?-i:(?<![\w-])KEY)(?==) )
      | jwt(?![a-z]|[_-](?:alg|exp|iss|aud|ttl))
      | token(?!iz) | credential | (?<![a-z])(?!(?-i:(?<!\w)PASS:))pass(?![a-z]) )
"""
_VALUE = r"""
    (?: \\["'] (?P<escaped> [^"'\\\n]++ )
      | " (?P<double> (?:[^"\\\n]|\\.)++ )
      | ' (?P<single> [^'\n]++ )
      | (?P<bare> [^\s"'`\\] [^\s"'`]*+ ) )
"""
_ASSIGNED = re.compile(
    rf"""{_NAME} (?P<rest>[\w.-]{{0,40}}+) (?:\\?["'])? \]? [ \t]{{0,3}}
         (?P<sign> := | => | = | : ) (?!=) [ \t]{{0,3}} {_VALUE}""",
    re.IGNORECASE | re.VERBOSE,
)
_FLAG = re.compile(
    r"(?<![\w-])--(?:[a-z]{1,30}-){0,4}"
    r"(?P<strong>secret|password|passwd|pass|passphrase|token|api-?key|access-?key|secret-?key|private-?key)"
    rf"(?P<weak>(?!))?(?P<rest>)(?P<sign>[ ]|=)[ ]{{0,2}}(?!-){_VALUE}",
    re.IGNORECASE | re.VERBOSE,
)

#: Programs whose ``-p`` is a password; ``glued``: without a space before it, or it is asked for.
_LOGIN = re.compile(
    r"""(?<![\w.-])(?: (?P<glued> (?:mysql|mariadb)[\w-]{0,20}+ )
          | sshpass (?=(?:[ ]+-v)?[ ]+-p) | twine
          | (?:docker|podman|nerdctl|buildah|skopeo|helm|oras|crane|az|oc|cf)
            (?:[ ]++[^\s;|&]{1,60}+){0,4}? [ ]++login )(?=[ ])""",
    re.VERBOSE,
)
_NEXT_COMMAND = re.compile(r"[\n;|]|&&")
_FARTHEST = 400
_PASSWORD = re.compile(
    rf"(?P<strong>[ ]-p)(?P<weak>(?!))?(?P<rest>)(?P<sign>[ =]{{0,3}})(?!-|\d+:\d+){_VALUE}", re.VERBOSE
)
_VALUES = ("escaped", "double", "single", "bare")

#: What stands for a value, or says that there is none.
_NO_SECRET = re.compile(
    r"""\$\{?[A-Z_][A-Z0-9_]*+(?::?[-=?+][^}]*+)?\}?[,;)]* | \$[({]\S* | %\w+% | <[\w .-]+>? | \{\{.*
      | \[(?:masked|redacted|secret|filtered|hidden)\][,;]* | [^A-Za-z0-9]+ | [xX]{3,}
      | (?i:null|none|nil|true|false|undefined|empty|missing|unset|redacted)[.,;)}\]]*
      | (?:process\.env|os\.environ)[\w.\[\]]*
      | (?:~|\.{0,2})/[\w.@-]+(?:/[\w.@-]+)+""",
    re.VERBOSE,
)
_LONGEST_NO_SECRET = 200
_WORDY = re.compile(r"[^\W\d]{1,15}[.,:;!?)]*")
#: Before a name at the beginning of a line, as in YAML; such a value goes on to the end of the line.
_KEY_OF_YAML = re.compile(r"[\s>+|*-]*(?P<before>[\w.-]*)")
_LONGEST_KEY = 80
_COUNTED = re.compile(r"[_.-]?(?:length|count|limit|ttl|age|expir\w*|s)\b", re.IGNORECASE)


def secret_values(text: str, lowered: str) -> Iterator[Secret]:
    """Each is found where its name begins, its flag, or the program that it is for.

    ``lowered``: ``text``, as long.
    """
    at = 0
    for hint in _HINT.finditer(lowered):
        if hint.start() >= at and (found := _ASSIGNED.match(text, hint.start())):
            at = found.end("sign")  # a harmless value may have another name in it
            for secret in _secret(found):
                yield secret
                at = secret.end
    if "--" in text:
        for found in _FLAG.finditer(text):
            yield from _secret(found)
    if " -p" not in text:
        return
    for login in _LOGIN.finditer(text):
        over = _NEXT_COMMAND.search(text, login.end(), login.end() + _FARTHEST)
        at = text.find(" -p", login.end(), over.start() if over else login.end() + _FARTHEST)
        password = _PASSWORD.match(text, at) if at >= 0 else None
        if password and not (login["glued"] and password["sign"]):
            yield from (secret._replace(pattern_start=login.start()) for secret in _secret(password))


def _secret(found: re.Match[str]) -> Iterator[Secret]:
    """The value, if it is a secret."""
    group = next(each for each in _VALUES if found[each] is not None)
    start, end = found.span(group)
    of_yaml = group == "bare" and _of_yaml(found)
    if _harmless(found, found[group], of_yaml):
        return
    if of_yaml:
        over = found.string.find("\n", end)
        end = start + len(found.string[start : over if over >= 0 else None].rstrip())
    yield Secret(found.start(), start, end)


def _of_yaml(found: re.Match[str]) -> bool:
    """Whether it is ``NAME: value`` on a line of its own, and the name leaves no doubt."""
    text, start = found.string, found.start()
    if found["sign"] != ":" or text[found.end("sign")] not in " \t" or found["weak"] is not None:
        return False
    line = text.rfind("\n", max(0, start - _LONGEST_KEY), start) + 1
    begins = _KEY_OF_YAML.fullmatch(text, line, start) if line or start <= _LONGEST_KEY else None
    if begins is None:
        return False
    name = text[begins.start("before") : found.end("rest")]
    return found["strong"] is not None or name.isupper() or bool(begins["before"])


def _harmless(found: re.Match[str], value: str, of_yaml: bool) -> bool:
    if len(value) > _LONGEST_NO_SECRET:
        return False
    number = value.rstrip(".,;)").isdecimal()
    if _NO_SECRET.fullmatch(value) or (number and _COUNTED.match(found["rest"])):
        return True
    if found["strong"] is not None:
        return False
    if number:
        return True
    if found["weak"] is not None:
        return len(value) < 8 or not any(sign.isdecimal() for sign in value)
    # "unexpected token: something"
    return found["sign"] == ":" and not of_yaml and _WORDY.fullmatch(value) is not None
