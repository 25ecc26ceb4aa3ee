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


_ANY = r"(?:[^\n;|&]|&(?!&)|\\\|){0,200}?"
#: By the program: where it takes a password.
_RULES = {
    program: tuple(_rule(rf"(?<![\w.-])(?:{program})(?!\w){_ANY}{each}") for each in rules)
    for program, rules in {
        "curl": (r"\s(?:-[a-zA-Z]*u|--user|--proxy-user|-U)[ =]?[\"']?(?:[^\s:\"'$]{0,80}):@", r"\s(?:-[a-zA-Z]*u|--user)[ =]?[\"']?(?P<x8>[A-Za-z0-9_-]{16,}):(?=[\s\"'])"),
        "https?": (r"\s(?:-a|--auth)[ =][^\s:]{1,80}:@",),
        "redis-cli": (r"\s-a[ ]+@",),
        "(?:mysql|mariadb)\\w*": (r"\s-p(?![\s=:])@", r"\spassword[ ]+@"),
        "(?:mongo\\w*|cqlsh|ncftp\\w*|oc login|az \\w+(?: \\w+)?|dotnet nuget|cf login|expo login|twine|nerdctl login|security \\S+|certutil)": (r"\s-p[ =]?(?!\d+:\d+)@",),
        "(?:docker|podman|nerdctl|buildah|skopeo|helm|oras|crane)(?:[ ][\\w-]+){0,2} login": (r"\s-p[ =]?@",),
        "(?:sqlcmd|unzip|zip|ipmitool|mosquitto_\\w+|security import|ssh-keygen)": (r"\s-P[ ]+@",),
        "(?:7z|7za)": (r"\s-p@",),
        "ssh-keygen": (r"\s-N[ ]+@",),
        "ldap\\w+": (r"\s-w[ ]+@",),
        "openssl": (r"\s-(?:k|K|pass|passin|passout)[ ]+(?:pass:)?@", r"-passout[ ]+(?:pass:)?@"),
        "apksigner": (r"\s--ks-pass[ ]+pass:@", r"\s--key-pass[ ]+pass:@"),
        "htpasswd": (r"\s-\w*b\w*[ ](?:-\S+[ ])*(?:\S+[ ])?\S+[ ]+@\s*$",),
        "(?:keytool|jarsigner)": (r"\s-storepass[ ]+@", r"\s-keypass[ ]+@"),
        "useradd": (r"\s-p[ ]+@",),
        "security set-key-partition-list": (r"\s-k[ ]+@",),
        "altool": (r"\s-p[ ]+@",),
        "signtool": (r"\s/p[ ]+@",),
        "sqlplus": (r"\s\w+/@(?=\S)",),
        "smbclient": (r"%@",),
        "net use": (r"\\\S+[ ]+@[ ]+/user",),
        "lftp": (r"\s-u[ ]+\w+,@",),
        "poetry config": (r"\s(?:http-basic\.\S+[ ]+\S+|pypi-token\.\S+)[ ]+@",),
        "bundle config": (r"\s[\w.-]+:@\s*$", r"https?://\S+[ ]+@\s*$"),
        "(?:heroku auth:token|cargo login|snyk auth|ngrok (?:config add-)?auth-?token|fly auth token|nuget setapikey|vault login|vault operator unseal)": (r"[ ]+(?!-)(?!.*=)@",),
        "cf auth": (r"[ ]\S+[ ]+@",),
        "mc (?:alias set|config host add)": (r"[ ]\S+[ ]+\S+[ ]+\S+[ ]+@",),
        "rabbitmqctl (?:add_user|change_password)": (r"[ ]\S+[ ]+@",),
        "rasdial": (r"[ ]\S+[ ]+\S+[ ]+@",),
        "reset-admin-password": (r"[ ]+@",),
        "(?:config|configure) set": (r"[ ](?:--\S+[ ])?\S*(?i:token|password|secret\w*|key|authToken|access_key_id)[ ]+@",),
        "pulumi config set --secret": (r"[ ]\S+[ ]+@",),
        "gem push": (r"\s--key[ ]+@",),
        "(?:cypress run|percy|codecov|codecov.io/bash\\))": (r"\s(?:--key|-t)[ =]@",),
        "(?:netlify|surge)\\b.*": (r"\s--auth[ ]+@",),
        "plink|pscp": (r"\s-pw[ ]+@",),
        "ssm put-parameter": (r"SecureString.*\s--value[ =]@",),
        "xfreerdp": (r"\s/p:@",),
    }.items()
}  # fmt: skip
_PROGRAMS = {program: re.compile(rf"(?<![\w.-])(?:{program})") for program in _RULES}
#: What each line with one of them has, cheaper to look for.
_ANY_PROGRAM = any_of(
    "curl|http|redis-cli|mysql|mariadb|mongo|cqlsh|ncftp|oc login|az |dotnet|cf |expo|twine|nerdctl"
    "|security|certutil|docker|podman|buildah|skopeo|helm|oras|crane|sqlcmd|zip|ipmitool|mosquitto"
    "|ssh|7z|ldap|openssl|apksigner|htpasswd|keytool|jarsigner|useradd|altool|signtool|sqlplus"
    "|smbclient|net use|lftp|poetry|bundle|heroku|cargo|snyk|ngrok|fly auth|nuget|vault|mc |rabbitmq"
    "|rasdial|reset-admin|config|pulumi|gem |cypress|percy|codecov|netlify|surge|plink|pscp|freerdp"
    "|ssm "
)
_PLAIN = tuple(
    _rule(each, re.IGNORECASE)
    for each in (
        r"(?:echo|printf)(?:[ ]+-\w+)*(?:[ ]+['\"]?%s(?:\\n)?['\"]?)?[ ]+@[ ]*\|[^|\n]*(?:login|--password-stdin|passphrase-fd|sudo[ ]+-S|with-token)",
        r"(?:echo|printf)[ ]+(?:-\w+[ ]+)?[\"']?[\w-]+:(?P<x0>[^\s\"']+)[\"']?[ ]*\|.*chpasswd",
        r"(?:login|kinit|with-token|password-stdin)\b.*<<<[ ]*@",
        r"password-command[ ]+'echo[ ]+(?P<x0>[^\s']+)",
        r"identified[ ]+by[ ]+@",
        r"(?:with|encrypted|user|role)[ ]+(?:encrypted[ ]+)?password[ ]+'(?P<x0>[^']+)",
        r"^[>\s]*AUTH(?:[ ]+(?!required|denied|ok|failed|token|login|using|to\b|header|plain)[\w-]+)??[ ]+(?P<x0>(?=\S*\d)\S{6,})\s*$",
        r"(?:requirepass|masterauth)[ ]+@",
        r"\blogin[ ]+\S+(?:[ ]+account[ ]+\S+)?[ ]+password[ ]+@",
        r"^\s*password[ ]+(?P<x0>(?=\S*\d)(?=\S*[a-zA-Z])\S{6,})\s*$",
        r"-U[ ]+[\w]+%@",
        r"sshpass(?:[ ]-v)?[ ]+-p[ ]?@",
    )
)
_MIGHT = any_of(
    "echo |printf|<<<|identified|password|auth |requirepass|masterauth|login |sshpass|-U ".lower()
)


def logins(line: str) -> Iterator[Stretch]:
    """The passwords that a line hands to a program."""
    if _ANY_PROGRAM.search(line.lower()):
        for program, rules in _RULES.items():
            if _PROGRAMS[program].search(line):
                for rule in rules:
                    yield from _values(rule, line)
    if _MIGHT.search(line.lower()):
        for rule in _PLAIN:
            yield from _values(rule, line)


def opens_password(line: str) -> bool:
    """Whether the next line is what a program takes as a password."""
    return (
        "<<" in line and re.search(r"(?:password-stdin|login).*<<-?\s*['\"]?\w+['\"]?\s*$", line) is not None
    )


def _values(rule: re.Pattern[str], line: str) -> Iterator[Stretch]:
    for found in rule.finditer(line):
        for group in rule.groupindex:
            if found[group] is not None and not stands_in(found[group]):
                yield found.span(group)
