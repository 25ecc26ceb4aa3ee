"""Values that are no secret, whatever their name: what refers to one, says that there is none, or is code."""

import re
from functools import lru_cache
from typing import TypeAlias

#: Where something begins in a line, and ends.
Stretch: TypeAlias = tuple[int, int]

_HEX = re.compile(r"[0-9a-f]{20,}+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
#: What stands for a value, or says that there is none.
_STAND_IN = re.compile(
    r"""\$[A-Za-z_][\w.:]*+(?:\[[^\]]*\])?[,;)\]}"']* | \$\{[^}]*\}?[,;)\]}"']* | \$[({]\S* | \$\{\{.* | \$\$?\w+[,;)]*
      | %\w+%? | %\{?\w+\}? | %\w+\(.* | \*+\w*\*+[,;)]* | <[^<>]{1,60}>? | <<.* | \{\{.* | @\S+@ | \#\{.*
      | \[(?i:masked|redacted|secret|filtered|hidden|removed|private)\].* | \[[A-Za-z][A-Za-z _-]*+\]?[.,;)\]}"']*
      | (?:str|bytes|int|bool|boolean|number|String|SecretStr|Optional\[.*)(?:[ ]?\|[ ]?None)?(?:[ ]=[ ].*)?[,;)]*
      | [\^~<>=]{1,2}[ ]?\d+\..* | v?\d+(?:\.\d+){1,3}(?:-[a-z]\w*+(?:\.\w+)*)?[,;"]* | (?:workspace|link|npm|git(?:hub)?)[:+].*
      | [A-Z]+(?:_[A-Z]+){2,}[,;)\]}]* | [A-Z]+_(?:TOKEN|KEY|SECRET|PASSWORD|PASS|PWD)[,;.)\]}]* | \{[ ]?["'].* | (?:required|nullable|sometimes|string)(?:\|[\w:,]+)+
      | :[A-Za-z_]\w*+ | !!\w+(?:[ ]["']{2})? | (?:id|type|src|source|env|target)=\S* | (?:string|text|integer|references|uuid|digest)(?::\w+)+ | _{2,}\w+_{2,} | _[a-z]+(?:_[a-z]+)* | x{4,}\w{0,4} | (?i:your[_-][a-z_-]+) | [^\w]+ | [xX]{3,}+ | [*•.]+\S{0,2} | [*•]{4,}\S{0,4}
      | \((?i:empty|none|null|not[ ]set|unset|sensitive|hidden|known|redacted)\b.*
      | (?i:null|none|nil|true|false|undefined|empty|missing|unset|redacted|masked|hidden|required|optional|void|hashed|encrypted|yes|no
        |enabled|disabled|ok|expired|invalid|valid|incorrect|wrong|denied|failed|failure|passed|disallowed
        |forbidden|falsch|file|string|default|not|on|off|n/a|renewed|changed|stdin|env|unknown)[.,;:!?)}\]]*
      | (?:process\.env|os\.environ|ENV|System\.|env\.|secrets\.|var\.|local\.|data\.|module\.|each\.)[\w.\[\](]*.*
      | (?:~|\.{0,2})/[\w.@-]+(?:/[\w.@-]*)+[,;)]* | [\w.-]+/[\w./-]+\.\w{1,5}
      | [\w./:@ =*-]*\{[ ]?(?:(?:[a-z]\w*|[A-Z]\w*(?=\[))(?:\.\w+|\[[\w:-]*\]|\(\))*)?[ ]?\}[\w./:@ -]*["')\\,;n]* | [A-Z]+(?:_[A-Z]+)+; | [^\W\d][^\d:=]{2,60}[:：]
      | [A-Z][a-z]+ing\.{3} | \([a-z][a-z -]*\)? | [\w-]{0,20}?(?P<again>[*xX.•])(?P=again){3,}[.,;"']* | \d{4}-\d\d-\d\d(?:T.*)?
      | (?:required|missing|invalid|unknown|incorrect)(?:[ ][a-z]+)+ | (?i:replace|change)[_-]?(?i:me|this) | TO[_-]?DO
      | [a-z]{2,5}[_-](?:(?i:your[_-][a-z_-]+)|\.{3}) | %[a-z]
      | [A-Z][a-z]+(?:[ ][a-z]+){3,}\.? | (?:arn|file|https?|s3|gs|ssm|vault|op|env|kms|gcpkms|urn|ref\+\w+):.*""",
    re.VERBOSE,
)
#: What a pattern of words has, and hardly a word.
_PATTERN = re.compile(r"\(\?(?:[:=!i]|P?<)|\[\^?[a-zA-Z0]-[zZ9]|\\[wdsb][+*{]")
#: Words of sentences about a secret.
_SENTENCE = frozenset({
    *("must", "be", "is", "are", "was", "cannot", "can", "at", "the", "for", "to", "too", "has", "have", "should", "will"),
    *("does", "of", "with", "and", "in", "by", "from", "not", "no", "your", "you", "our", "this", "that", "new", "old"),
    *("enter", "reset", "forgot", "forgotten", "confirm", "again", "expected", "please", "see", "if", "it", "renew"),
    *("renews", "read", "reads", "on", "unbound", "variable", "parameter", "match", "un", "kann", "zu", "nicht", "est", "trop"),
})  # fmt: skip
_SPOKEN = re.compile(r"\w+")
_STATEMENT = re.compile(
    r"(?i)\b(?:must|be|is|are|was|can't|cannot|can|has|have|should|will|does|not|your|enter|reset|forgot(?:ten)?|confirm|expected"
    r"|please|see|pass\w+|tokens?|secrets?|keys?|accounts?|users?|field|characters|trop|zu|nicht|ist|est)\b"
)
_TYPES = re.compile(
    r"(?:&(?:'\w+ |mut )*)?(?:string|str|bytes|int|integer|number|boolean|bool|any|unknown|object|varchar|char|text"
    r"|bytea|buffer|float|double|[A-Z][a-z]+(?:[A-Z][a-z]+)*)(?:\[\])?(?:[<\[(].*|[?!]?(?:[,;)|=].*)?)"
)
_CALL = re.compile(
    r"(?:await |new |!|\*|&)?[A-Za-z_$][\w$.:>?!-]*(?:<[\w, ]*>)?[(\[](?![^(){};,=]{0,20}\)\w[^(){};,=]*$).*"
)
_MORE = re.compile(r"[^(){};,=]*\([^(){};,=]{0,20}\)\w[^(){};,=]*")
_CHAIN = re.compile(
    r"(?:&|\*|!)?[A-Za-z_$][A-Za-z_$]*(?:(?:\?\.|\.|->|::)[A-Za-z_$][A-Za-z_$0-9]*)+[,;)\]}]*"
)
_IDENTIFIER = re.compile(r"[A-Za-z_$]+[,;)\]}]+|[a-z]+(?:_[a-z]+)+[,;)]*|[a-z]+(?:[A-Z][a-z]+)+[,;)]*")
_NAME_AGAIN = re.compile(r"[a-z_]*(?:password|passwd|secret|token|key|credentials?|auth|pass)[,;)]*")
_GENERIC = re.compile(r"[A-Za-z_$][\w$.]*<[A-Za-z][\w$.]*(?:[,>\[|(].*)?")
_FUNCTION = re.compile(
    r"(?:Read|Get|New|ConvertTo|ConvertFrom|Import|Invoke|Set)-[A-Z]\w+|\((?:[a-z]\w*[:,)]|\)|\{).*|(?:\w+|\(.*\))[ ]?=>.*"
)
_EXPRESSION = re.compile(
    "|".join(each.pattern for each in (_FUNCTION, _GENERIC, _TYPES, _CALL, _CHAIN, _IDENTIFIER, _NAME_AGAIN))
)
_KEYWORDS = frozenset(
    {"await", "new", "yield", "function", "async", "lambda", "return", "typeof", "if", "match"}
)
_WORD = re.compile(r"[^\W\d]+(?:['’-][^\W\d]+)*[.,:;!?)]*")
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]")
#: With letters of both cases, digits and nothing else: most that are made are so, and need no further look.
_MIXED = re.compile(r"(?=[a-z\d]*[A-Z])(?=[A-Z\d]*[a-z])(?=[A-Za-z]*\d)[A-Za-z\d]{6,300}")
#: A passphrase of words.
_WORDS = re.compile(r"[a-z]{4,12}(?:-[a-z]{4,12}){2,6}")
#: Words that nobody but a person puts together so: ``Moss.Garden``, ``pebble_Dash``.
_PUT_TOGETHER = re.compile(
    r"(?=[\w.]*[._][A-Z])(?!(?:[A-Z][a-z]+[._])+(?:Type|Kind|Error|Exception)\w*)[A-Z]?[a-z]{2,}(?:[._][A-Z]?[a-z]{2,}){1,3}(?!\w)"
)
_OF_CODE = re.compile(
    r"(?i)(?:^|[._])(?:pass\w*|secrets?|tokens?|auth|env|config|settings?|self|this|props|state|data|form|user|request|options"
    r"|params|args|context|values?|var|local|module|system|process|string|text|bytes|optional|any|types?|schema|default|constants?"
    r"|js|java|com|org|net|io|test|tests|util|utils|not|null|none)(?:[._]|$)"
)
_PLAIN = re.compile(
    r"v?\d+(?:[.:/-]\d+)*(?:[a-z]{1,5}|%)?[.,;:)]* | v\d[\w.+-]*\.[\w.+-]* | [0-9a-f]{1,15}[.,;:)]*"
    r" | [a-z]+(?:_[a-z0-9]+)+(?:\[.*)? | \w+(?:::\w+)+.* | [\w.-]+\.[a-z]{1,4}(?::\d+)*[:,]? | \d{4}-\d\d-\d\dT.*"
    r" | [\w.-]+@[\w.-]+\.\w+[.,;:]? | v\d+(?:-[a-z]+)+.* | [\w.-]+(?:/[\w.-]+)+(?::\d+)* | \[.* | [\w.]+\[[^\s\[\]]*\] | [0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+",
    re.VERBOSE,
)


@lru_cache(4096)
def stands_in(value: str) -> bool:
    """Whether it refers to a secret, or says that there is none."""
    if len(value) >= 300:
        return False
    if value.isalnum() and not value.isalpha() and "xxxx" not in value.lower():
        return False  # most are so, and need no further look
    return _STAND_IN.fullmatch(value) is not None or _PATTERN.search(value) is not None


def is_example(line: str, start: int, end: int) -> bool:
    """Whether a password stands in a line as ``user:password`` does in what explains such places."""
    lowered = line[max(0, start - 9) : end].lower()
    return lowered.endswith(("user:password", "username:password", "user:pass"))


def is_code(value: str) -> bool:
    """Whether it is an expression or a type rather than a value."""
    if len(value) > 300:
        return False
    return value in _KEYWORDS or _EXPRESSION.fullmatch(value) is not None


def has_call(value: str) -> bool:
    """Whether something is called in it: what follows the brackets is no more of a word."""
    return "(" in value and _MORE.fullmatch(value) is None


def is_mixed(value: str) -> bool:
    """Whether it has letters of both cases and digits, and nothing else."""
    return _MIXED.fullmatch(value) is not None


def is_sentence(value: str) -> bool:
    """Whether several words say something about a secret."""
    return " " in value and not _SENTENCE.isdisjoint(_SPOKEN.findall(value.lower()))


def speaks_of_secrets(value: str) -> bool:
    """Of a text in quotes: whether it is such a sentence, and no phrase that somebody chose."""
    return is_sentence(value) and _STATEMENT.search(value) is not None


def is_word(value: str) -> bool:
    """Whether it is one word without digits."""
    return _WORD.fullmatch(value) is not None


def is_hex(value: str) -> bool:
    """A key in hexadecimal, or a UUID; a commit and a checksum look so, too."""
    return _HEX.fullmatch(value) is not None


def is_put_together(value: str) -> bool:
    """Whether somebody made it of words as no program does."""
    return _PUT_TOGETHER.fullmatch(value) is not None and _OF_CODE.search(value) is None


@lru_cache(4096)
def is_passwordish(value: str) -> bool:
    """Whether it looks chosen or made as a password: letters and digits, but no version, place or name."""
    if is_mixed(value):
        return True
    bare = value.rstrip(".,;:!?)")
    if _WORDS.fullmatch(bare) or is_put_together(bare):
        return True
    if len(bare) < 6 or not (_DIGIT.search(bare) and _LETTER.search(bare)):
        return False
    return len(bare) > 300 or not (_PLAIN.fullmatch(bare) or stands_in(bare))
