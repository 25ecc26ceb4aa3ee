"""Secrets don't get through; what is none does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.output.mask import MARK, Masker, mask_secrets

# Put together, so that no scanner takes this file for a leak.
GITHUB = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
SLACK = "xoxb-" + "17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy"
AWS_ID = "AKIA" + "IOSFODNN7EXAMPLE"
AWS_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY"
GOOGLE = "AIza" + "SyA1234567890abcdefghijklmnopqrstuvw"
STRIPE = "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"
NPM = "npm_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
PYPI = "pypi-AgE" + "IcHlwaS5vcmcCJDU3ZTQwNWEw"
JWT = "eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CIRCLE = "CCIPAT_" + "8kPq3vRZtNwYb5XjLmCdTs_0123456789abcdef"
HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

SECRETS = [
    (f"cloning with {GITHUB} now", GITHUB),
    (f"github_pat_{'11ABCDEFG0' * 3}", "ABCDEFG0"),
    (f"gho_{GITHUB[4:]}", GITHUB[4:]),
    (f"token {SLACK}", SLACK),
    ("xapp-1-A0123-4567-89abcdef0123", "89abcdef"),
    ("POST https://hooks.slack.com/services/T00000000/B00000000/XXyyZZ11", "XXyyZZ11"),
    (f"id {AWS_ID}", AWS_ID),
    (f"secret key {AWS_SECRET}.", AWS_SECRET),
    (f"AWS_SECRET_ACCESS_KEY={AWS_SECRET}", AWS_SECRET),
    (f"export AWS_SECRET_ACCESS_KEY='{AWS_SECRET}'", AWS_SECRET),
    (f"maps?key={GOOGLE}&v=3", GOOGLE),
    (f"stripe: {STRIPE}", STRIPE),
    (f"//registry.example.com/:_authToken={NPM}", NPM),
    (f"twine -p {PYPI}", PYPI),
    (f"jwt={JWT}", "dBjftJeZ4CVPmB92K27"),
    (f"Authorization: Bearer {JWT}", "eyJzdWIi"),
    ("authorization: Basic dXNlcjpwYXNz", "dXNlcjpwYXNz"),
    ("> Authorization: token 0123456789abcdef", "0123456789abcdef"),
    ("  bearer abcdef-ghijkl-mnopqr", "ghijkl"),
    (f"Circle-Token: {CIRCLE}", CIRCLE),
    ("CCIPRJ_abcdefgh12345678", "abcdefgh"),
    ("Set-Cookie: session=abc123; Path=/", "abc123"),
    ("postgres://app:hunter2@db.internal:5432/shop", "hunter2"),
    ("https://x-access-token:s3cr3tt0ken@github.com/acme/web", "s3cr3tt0ken"),
    (f"https://{HEX[:32]}@github.com/acme/web.git", HEX[:32]),
    ("DB_PASSWORD=hunter2", "hunter2"),
    ("DB_PASSWORD=123456", "123456"),
    ('{"password": "correct horse battery"}', "battery"),
    ('{\\"password\\":\\"hunter2\\",\\"user\\":\\"ana\\"}', "hunter2"),
    ("password: hunter2", "hunter2"),
    ("PGPASSWORD: 'it is secret'", "it is secret"),
    ("MY_PWD=letmein", "letmein"),
    ("FOO_TOKEN=abc", "abc"),
    ("clientSecret => 'abc'", "abc"),
    ("config['api_key'] = 'k-123'", "k-123"),
    ("login --api-key k-123 --verbose", "k-123"),
    ("login --password=hunter2 ana", "hunter2"),
    ("curl -u ana:hunter2 https://x.example", "hunter2"),
    ("AccountName=acme;AccountKey=abc123def==;", "abc123def"),
    (f"SIGNING_KEY={HEX}", HEX),
    (f"https://s3.example/a?X-Amz-Signature={HEX}", HEX),
    ("?auth=true&token=abc123", "abc123"),
    ("token=$FOO&password=hunter2", "hunter2"),
    ("password=$ecret-99", "$ecret-99"),
    ("key is 8kPq3vRZtNwYb5XjLmCdTsHf6sWz2QnK", "8kPq3vRZtN"),
    ("key is Zm9v-YmFy_MTIz4Nz8kPq3vRZ5XjLm", "8kPq3vRZ"),
    ("base32 8kq2z0v9x1m4n7b3c6l5k8j2h1g4f7", "8kq2z0v9"),
    ("DEPLOY_KEY=hunter2", "hunter2"),
    ("ENCRYPTION_KEY=correcthorsebattery", "correcthorsebattery"),
    ("SIGNING_KEY: abcdefgh", "abcdefgh"),
    ("signing-key: abcdefgh", "abcdefgh"),
    ("encryptionKey = abcdefgh", "abcdefgh"),
    ("RAILS_MASTER_KEY='abc'", "abc"),
    ("export KEY='hunter22'", "hunter22"),
    ("ENV JWT=abcdef", "abcdef"),
    ("GITHUB_PAT=abcdef", "abcdef"),
    ("github_pat: abcdef", "abcdef"),
    ("docker login -p hunter2", "hunter2"),
    ("docker login -u ana -p 'hunter;2' images.example.com", "hunter;2"),
    ("docker login images.example.com -u ana -phunter2", "hunter2"),
    ("helm registry login -p=hunter2", "hunter2"),
    ("az login -u ana -p 12345", "12345"),
    ("sshpass -p x ssh ana@host", "-p x"),
    ("sshpass -p'hunter2' ssh -p 2222 ana@host", "hunter2"),
    ("mysql -phunter2", "hunter2"),
    ("mysqldump -u root -phunter2 shop > shop.sql", "hunter2"),
    ("https://x.example/a?sig=abc%2Bdef", "abc%2Bdef"),
    ("https://x.example/a?se=1&sig=abcdefgh", "abcdefgh"),
    ("https://x.example/a?v=1&signature=abcdefgh", "abcdefgh"),
    (f"Circle-Token {HEX[:40]}", HEX[:40]),
    (f"'Circle-Token' '{HEX[:40]}'", HEX[:40]),
    ("TOKEN: correct horse", "horse"),
    ("TOKEN: correct", "correct"),
    ("  NPM_TOKEN: correct horse", "horse"),
    ("+ deploy_token: correct horse", "horse"),
    ("  - password: correct horse battery staple  ", "staple"),
    ("PASSWORD: don't tell", "tell"),
    ("password=x", "=x"),
    ("-----BEGIN RSA PRIVATE KEY-----\\nMIIEow==\\n-----END RSA PRIVATE KEY-----", "MIIEow"),
]
HARMLESS = [
    "commit a1b2c3d4e5f60718293a4b5c6d7e8f9012345678",
    "HEAD is now at a1b2c3d Fix rounding at checkout",
    "job 5034460f-c7c4-4c43-9457-de07e2029e7b",
    f"Digest: sha256:{HEX}",
    f"images.example.com/acme/api@sha256:{HEX}",
    f"{HEX}  dist/app.tar.gz",
    "integrity sha512-"
    + "v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg==",
    "/home/circleci/project/node_modules/@babel/helper-compilation-targets/lib/index.js",
    "com/acme/orders/checkout/OrderServiceImplTest.java:48",
    "dist/assets/index-BxK9s3Qa.js  184.21 kB",
    "~/.gradle/caches/modules-2/files-2.1/org.jetbrains/annotations/13.0/919f0dfe192fb4e063e7dacadee7f8bb9a2672a9/",
    "x86_64-unknown-linux-gnu-2.35",
    "python-3.11.9-slim-bookworm-20260101",
    "v1.2.3-beta.4+build.20260101T120000Z",
    "Unexpected token } in JSON at position 4",
    "SyntaxError: Unexpected token: punc",
    "max_tokens: 4096, tokens=1204",
    "tokenizer = BertTokenizer",
    "password_length=12",
    "TOKEN=$GITHUB_TOKEN",
    "token: ${{ secrets.GITHUB_TOKEN }}",
    "DB_PASSWORD=${DB_PASSWORD:-}",
    "password: null",
    "password=********",
    "API_KEY=<your key>",
    "--password-stdin registry.example.com",
    "author: Ana Lima, authenticated: yes",
    "Tests: 3 passed, 1 failed; pass: 12",
    "PWD=/home/circleci/project",
    "SSH_KEY=/home/circleci/.ssh/id_ed25519",
    "docker run -u 1000:1000 node:22",
    "GET http://localhost:3000/users/ana@acme.example",
    "ssh://git@github.com/acme/web.git",
    "Found a cache with the key v1-deps-main",
    "test_that_an_order_with_2_vouchers_and_3_items_is_rounded",
    "expect(received).toHaveTextContentMatchingSnapshot2(expected)",
    "================================================================",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "2026-11-24T10:00:00.123456Z INFO request_id=5034460f-c7c4-4c43-9457-de07e2029e7b",
    "keyboard: compact, monkey=1",
    "primary_key=user_id",
    "restore_cache: key: v1-deps-main-8f3a",
    '      key: v1-deps-{{ checksum "package-lock.json" }}',
    "CACHE_KEY=v1-deps-main",
    "PRIMARY_KEY=user_id",
    "primary key: id",
    "key: value",
    "the signing key: see the wiki",
    "SIGNING_KEY_ID=release",
    "ENCRYPTION_KEY=$KEY",
    "export KEY=$OTHER",
    "DEPLOY_KEY_PATH=keys/deploy.pub",
    "JWT_ALGORITHM=HS256",
    "NO_KEY = object()",
    '  "identity_token": True,',
    "password: None",
    "PATH=/usr/bin, COMPAT=yes, compat=yes, PATTERN=a",
    "npm -p run build",
    "mkdir -p build",
    "cp -p a b",
    "python -p",
    "mysql -p shop",
    "mysql -P 3306 -h db",
    "docker run --name mysql -p 3306:3306 mysql:8",
    "docker run -p 8080:80 acme/web",
    "docker login -u ana -p $DOCKER_PASSWORD",
    "docker login -u ana --password-stdin && ssh -p 2222 host",
    "sshpass -e ssh -p 2222 host",
    "design=1&sign=2",
    "git describe: token a1b2c3d",
    "--- PASS: TestThatAnOrderWithVouchersIsRounded (0.00s)",
    "PASS: tests/checkout.test",
]


@pytest.mark.parametrize(("line", "secret"), SECRETS)
def test_a_secret_does_not_get_through(line: str, secret: str) -> None:
    assert secret in line
    assert secret not in mask_secrets(line)
    assert MARK in mask_secrets(line)


@pytest.mark.parametrize("line", HARMLESS)
def test_what_is_no_secret_gets_through(line: str) -> None:
    assert mask_secrets(line) == line


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("POST /login params=user=ana&password=Gr4nite-owl&remember=1", "&password=[masked]&remember=1"),
        ("denied for user ana using password 'Gr4nite-owl'", "using password '[masked]'"),
        ('cfg := Config{User: "ci", Password: "Gr4nite-owl"}', 'Password: "[masked]"}'),
        (
            f"SLACK_WEBHOOK=https://hooks.slack.com/services/T0A1B2C3D/B0A1B2C3D/{GITHUB[4:]}",
            ".com/services/[masked]",
        ),
        ("token token=aZnmzxghKLeCwzCELXl7", "token token=[masked]"),
        ("gcloud: access token ya79." + AWS_SECRET.replace("/", "_"), "access token [masked]"),
    ],
)
def test_what_stands_around_a_secret_stays(line: str, masked: str) -> None:
    assert mask_secrets(line).endswith(masked)


def piecemeal(text: str, size: int) -> str:
    masker = Masker()
    pieces = [masker.feed(text[at : at + size]) for at in range(0, len(text), size)]
    return "".join(pieces) + masker.end()


@pytest.mark.parametrize(("line", "secret"), SECRETS)
@pytest.mark.parametrize("size", [1, 7])
def test_a_secret_that_comes_in_pieces_does_not_get_through(line: str, secret: str, size: int) -> None:
    assert piecemeal(f"before\n{line}\nafter\n", size) == mask_secrets(f"before\n{line}\nafter\n")


KEY = "-----BEGIN RSA PRIVATE" + " KEY-----\n"
END = "-----END RSA PRIVATE" + " KEY-----\n"
BODY = "Proc-Type: 4,ENCRYPTED\n\nMIIEowIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF0qJDr1uYRJzQvGzPbMk\n  abc=\n"


@pytest.mark.parametrize("begins", ["hf_", "api_org_", "glpat-", "gldt-", "glagent-"])
def test_a_token_that_happens_to_have_no_digit_does_not_get_through(begins: str) -> None:
    token = begins + "qWeRtYuIoPaSdFgHjKlZxCvBnMqWeRtYuI"
    assert mask_secrets(f"loaded {token} from the cache") == f"loaded {MARK} from the cache"


@pytest.mark.parametrize("size", [1, 20, 1_000])
def test_a_private_key_of_several_lines_is_hidden_and_what_follows_is_not(size: int) -> None:
    said = piecemeal(f"here\n{KEY}{BODY}{END}there it was\n", size)
    assert said.startswith("here\n[masked]")
    assert said.endswith("\nthere it was\n")
    assert "MIIE" not in said
    assert "abc=" not in said
    assert piecemeal(f"{KEY}{BODY}the key has no end\n", size).endswith("the key has no end\n")


@pytest.mark.parametrize("where", [0, 31_000, 32_700, 33_000, 64_000, 65_500, 99_900])
@pytest.mark.parametrize(
    ("said", "secret"),
    [(GITHUB, GITHUB), ("DB_PASSWORD=hunter2 ", "hunter2"), ("DEPLOY_KEY=hunter2 ", "hunter2")],
)
def test_a_secret_anywhere_in_a_line_without_end_does_not_get_through(
    where: int, said: str, secret: str
) -> None:
    text = ("x y " * 25_000)[:where] + f" {said} " + "x y " * 10_000
    for size in (4_096, 65_536):
        assert secret not in piecemeal(text, size)


def test_a_word_without_end_that_looks_like_a_key_is_hidden_to_its_end() -> None:
    word = (GITHUB[4:] + AWS_SECRET) * 3_000
    assert piecemeal(f"a {word} b", 10_000).replace(MARK, "") == "a  b"


@given(st.text(max_size=40), st.sampled_from(SECRETS), st.text(max_size=40), st.integers(1, 50))
def test_whatever_stands_around_it_pieces_make_no_difference(
    before: str, secret: tuple[str, str], after: str, size: int
) -> None:
    text = f"{before}\n{secret[0]}\n{after}"
    assert piecemeal(text, size) == mask_secrets(text)
    assert secret[1] not in mask_secrets(text).replace(before, "").replace(after, "")


MUCH = ["a", "token=", "token=$", "password: ", KEY, KEY.strip(), "eyJ", "://", "://a:", "authorization:"]
MUCH += [
    "--a-",
    "cookie:",
    'password="\\',
    "-u a",
    "SG.",
    "sk-",
    "key",
    "_",
    "é",
    "İ",
    " ",
    "a1B2",
    "bearer ",
]
MUCH += [
    "secret_",
    "docker login ",
    "docker ",
    "mysql -p ",
    "mysql ",
    "sshpass -p ",
    "DEPLOY_KEY",
    "KEY: ",
    "TOKEN: a",
    "TOKEN: ",
    "token 0",
    "&sig=",
    "_PAT",
    "pass",
    "gh",
    "ghp_",
    "token:'",
    "='\"",
    "-----BEGIN ",
    "auth: bearer x",
    "api_key",
    "eyJ.",
    "<<<",
    "密码",
    "пароль был ",
    "mot de passe ",
    "login a / ",
    "user/pass ",
    "user a, pass ",
    "password has been set to ",
    'send "a" password',
    "<password> ",
    "curl -u a -p ",
    "imp a/",
    "a:b@tcp(",
    "x:5432:a:b:",
    "token: a (",
    "a;password=b",
    "| password ",
    "user with password ",
    "enter password: ",
    "recovery codes: a1 ",
    "(password) values (",
    "x::password[",
]


@pytest.mark.parametrize("sign", MUCH)
def test_a_lot_of_anything_is_only_read_once(sign: str) -> None:
    text = sign * (200_000 // len(sign))
    assert len(piecemeal(text, 65_536)) <= 2 * len(text)


@pytest.mark.parametrize("line", [line for line, _ in SECRETS])
def test_what_is_masked_is_not_masked_again(line: str) -> None:
    assert mask_secrets(mask_secrets(line)) == mask_secrets(line)
