"""Passwords where a program takes them: short flags, ``user:password``, what is piped into it, SQL, .netrc."""

import re
from collections.abc import Iterator

from bot.output.hints import any_of
from bot.output.values import Stretch, stands_in

_V = r"""(?:"(?P<v{0}>[^"\n]+)"|'(?P<w{0}>[^'\n]+)'|(?P<x{0}>[^\s"';|&]+))"""


def _rule(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """``@`` stands for the value."""
    number = iter(range(9))
    return re.compile(re.sub("@", lambda _: _V.format(next(number)), pattern), flags)


#: What stands between a program and what it takes.
_ANY = r"(?:[^\n;|&]|&(?!&)|\\\|){0,200}?"
#: By the program: what a line with it has, in lower case; its name; where it takes a password.
_TABLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("curl", "curl", (r"\s(?:-[a-zA-Z]{0,20}u|--user|--proxy-user|-U)[ =]?[\"']?(?:[^\s:\"'$]{0,80}):@", r"\s(?:-[a-zA-Z]{0,20}u|--user)[ =]?[\"']?(?P<x8>[A-Za-z0-9_-]{16,}):(?=[\s\"'])")),
    ("http |https ", "https?", (r"\s-a[ =][^\s:]{1,80}:@", r"\s--auth[ =][^\s:]{1,80}:@")),
    ("redis-cli", "redis-cli", (r"\s-a[ ]+@",)),
    ("mysql|mariadb", r"(?:mysql|mariadb)\w*", (r"\s-p(?![\s=:])@", r"\spassword[ ]+@")),
    ("mongo|cqlsh|ncftp|oc login|az |dotnet|cf login|expo login|twine|nerdctl|security |certutil", r"(?:mongo\w*|cqlsh|ncftp\w*|oc login|az \w+(?: \w+)?|dotnet nuget|cf login|expo login|twine|nerdctl login|security \S+|certutil)", (r"\s-p[ =]?(?!\d+:\d+)@",)),
    (" login", r"(?:docker|podman|nerdctl|buildah|skopeo|helm|oras|crane)(?:[ ][\w-]+){0,2} login", (r"\s-p[ =]?@",)),
    ("sqlcmd|zip|ipmitool|mosquitto_|security import|ssh-keygen", r"(?:sqlcmd|unzip|zip|ipmitool|mosquitto_\w+|security import|ssh-keygen)", (r"\s-P[ ]+@",)),
    ("7z", "(?:7z|7za)", (r"\s-p@",)),
    ("ssh-keygen", "ssh-keygen", (r"\s-N[ ]+@",)),
    ("ldap", r"ldap\w+", (r"\s-w[ ]+@",)),
    ("openssl", "openssl", (r"\s-(?:k|K|pass|passin|passout)[ ]+(?:pass:)?@", r"\s-passout[ ]+(?:pass:)?@")),
    ("apksigner", "apksigner", (r"\s--ks-pass[ ]+pass:@", r"\s--key-pass[ ]+pass:@")),
    ("htpasswd", "htpasswd", (r"\s-\w{0,8}b\w{0,8}[ ](?:-\S{1,80}[ ]){0,5}(?:\S{1,80}[ ])?\S{1,80}[ ]+@\s*$",)),
    ("keytool|jarsigner", "(?:keytool|jarsigner)", (r"\s-storepass[ ]+@", r"\s-keypass[ ]+@")),
    ("useradd", "useradd", (r"\s-p[ ]+@",)),
    ("security set", "security set-key-partition-list", (r"\s-k[ ]+@",)),
    ("altool", "altool", (r"\s-p[ ]+@",)),
    ("signtool", "signtool", (r"\s/p[ ]+@",)),
    ("sqlplus", "sqlplus", (r"\s\w+/@(?=\S)",)),
    ("smbclient", "smbclient", (r"%@",)),
    ("net use", "net use", (r"\\\S{1,200}[ ]+@[ ]+/user",)),
    ("creds", r"(?:skopeo|buildah|podman|crane|oras)", (r"\s--(?:src-|dest-)?creds[ =][^\s:]{1,80}:@",)),
    ("lftp", "lftp", (r"\s-u[ ]+\w+,@",)),
    ("poetry config|composer config", r"(?:poetry|composer) config", (r"\s(?:http-basic\.\S{1,80}[ ]+\S{1,80}|pypi-token\.\S{1,80})[ ]+@",)),
    ("bundle config", "bundle config", (r"\s[\w.-]{1,80}:@\s*$", r"https?://\S{1,200}[ ]+@\s*$")),
    ("heroku auth|cargo login|snyk auth|ngrok|fly auth|nuget setapikey|vault login|vault operator", "(?:heroku auth:token|cargo login|snyk auth|ngrok (?:config add-)?auth-?token|fly auth token|nuget setapikey|vault login|vault operator unseal)", (r"[ ]+(?!-)(?!.{0,300}=)@",)),
    ("cf auth", "cf auth", (r"[ ]\S{1,80}[ ]+@",)),
    ("mc alias|mc config", "mc (?:alias set|config host add)", (r"[ ]\S{1,80}[ ]+\S{1,200}[ ]+\S{1,80}[ ]+@",)),
    ("rabbitmqctl", "rabbitmqctl (?:add_user|change_password)", (r"[ ]\S{1,80}[ ]+@",)),
    ("rasdial", "rasdial", (r"[ ]\S{1,80}[ ]+\S{1,80}[ ]+@",)),
    ("reset-admin", "reset-admin-password", (r"[ ]+@",)),
    ("config set|configure set", "(?:config|configure) set", (r"[ ](?:--\S{1,80}[ ])?\S{0,80}(?i:token|password|secret\w*|key|authToken|access_key_id)[ ]+@",)),
    ("pulumi config", "pulumi config set --secret", (r"[ ]\S{1,80}[ ]+@",)),
    ("gem push", "gem push", (r"\s--key[ ]+@",)),
    ("cypress|percy|codecov", r"(?:cypress run|percy|codecov|codecov.io/bash\))", (r"\s(?:--key|-t)[ =]@",)),
    ("netlify|surge", "(?:netlify|surge)", (r"\s--auth[ ]+@",)),
    ("plink|pscp", "(?:plink|pscp)", (r"\s-pw[ ]+@",)),
    ("ssm put", "ssm put-parameter", (r"SecureString.{0,300}\s--value[ =]@",)),
    ("xfreerdp", "xfreerdp", (r"\s/p:@",)),
)  # fmt: skip


def _flag(rule: str) -> str:
    """The flag that a rule begins with."""
    found = re.match(r"\\s(-+[a-zA-Z-]*)", rule)
    return found[1] if found else ""


#: By the flag, each with what else a line has.
_PROGRAMS: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
for _words, _program, _rules in _TABLE:
    for _each in _rules:
        _compiled = _rule(rf"(?<![\w.-])(?:{_program})(?!\w){_ANY}{_each}")
        _PROGRAMS.setdefault(_flag(_each), []).extend((word, _compiled) for word in _words.split("|"))
_ANY_PROGRAM = any_of("|".join(words for words, _, _ in _TABLE))
#: Where no program says it: what the line has, in lower case, and where the password is.
_PLAIN = tuple(
    (word, _rule(pattern, re.IGNORECASE))
    for words, pattern in (
        ("echo |printf |yes ", r"(?:echo|printf|yes)(?:[ ]+-\w+)*(?:[ ]+['\"]?%s(?:\\n)?['\"]?)?[ ]+@[ ]*\|(?:[^|\n]{0,200}?(?:login|--password-stdin|passphrase-fd|sudo[ ]+-S|with-token)|[ ]*(?:sudo[ ]+)?(?:kinit|(?:smb)?passwd|cryptsetup)\b)"),
        ("chpasswd", r"(?:echo|printf)[ ]+(?:-\w+[ ]+)?[\"']?[\w-]+:(?P<x0>[^\s\"']+)[\"']?[ ]*\|.{0,200}?chpasswd"),
        ("<<<", r"<<<[ ]*@[ ]*\|.{0,200}?(?:login|password-stdin|with-token)\b"),
        ("<<<", r"chpasswd[ ]*<<<[ ]*[\"']?[\w-]+:(?P<x0>[^\s\"']+)"),
        ("securestring", r"convertto-securestring(?:[ ]+-\w+)*[ ]+(?!-)@"),
        ("<<<", r"(?:login|kinit|with-token|password-stdin)\b.{0,300}?<<<[ ]*@"),
        ("password-command", r"password-command[ ]+'echo[ ]+(?P<x0>[^\s']+)"),
        ("identified", r"identified[ ]+by[ ]+@"),
        ("password '", r"(?:with|encrypted|user|role)[ ]+(?:encrypted[ ]+)?password[ ]+'(?P<x0>[^']+)"),
        ("auth ", r"^[>\s]*AUTH(?:[ ]+(?!required|denied|ok|failed|token|login|using|to\b|header|plain)[\w-]+)??[ ]+(?P<x0>(?=\S*\d)\S{6,})\s*$"),
        ("requirepass|masterauth", r"(?:requirepass|masterauth)[ ]+@"),
        (" password ", r"\blogin[ ]+\S{1,80}(?:[ ]+account[ ]+\S{1,80})?[ ]+password[ ]+@"),
        ("password ", r"^\s*password[ ]+(?P<x0>(?=\S*\d)(?=\S*[a-zA-Z])\S{6,})\s*$"),
        ("-u ", r"-U[ ]+\w+%@"),
        ("sshpass", r"sshpass(?:[ ]-v)?[ ]+-p[ ]?@"),
    )
    for word in words.split("|")
)  # fmt: skip
_ANY_PLAIN = any_of("|".join(word for word, _ in _PLAIN))


def logins(line: str, lowered: str) -> Iterator[Stretch]:
    """The passwords that a line hands to a program."""
    rules = list[re.Pattern[str]]()
    if _ANY_PROGRAM.search(lowered):
        several = [several for flag, several in _PROGRAMS.items() if flag in line]
        rules += [rule for each in several for word, rule in each if word in lowered]
    if _ANY_PLAIN.search(lowered):
        rules += [rule for word, rule in _PLAIN if word in lowered]
    for rule in rules:
        for found in rule.finditer(line):
            for group in rule.groupindex:
                if found[group] is not None and not stands_in(found[group]):
                    yield found.span(group)


_OPENS = re.compile(r"(?:password-stdin|login).{0,300}?<<-?\s*['\"]?\w+['\"]?\s*$")


def opens_password(line: str) -> bool:
    """Whether the next line is what a program takes as a password."""
    return "<<" in line and _OPENS.search(line) is not None
