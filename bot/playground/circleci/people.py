"""The people of the playground, as CircleCI knows them."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import NAMESPACE_URL, uuid5


@lru_cache(maxsize=20_000)
def identify(*parts: object) -> str:
    """An id that is the same at every start: a UUID made of what it is for."""
    return str(uuid5(NAMESPACE_URL, "/".join(["https://playground.example", *map(str, parts)])))


@dataclass(frozen=True, slots=True)
class User:
    """``email``: as their commits have it."""

    login: str
    name: str
    email: str = ""

    @property
    def id(self) -> str:
        return identify("user", self.login)

    @property
    def avatar_url(self) -> str:
        return f"https://avatars.acme.example/{self.login}.png"


ANA = User("ana-lima", "Ana Lima", "ana@acme.example")
BEN = User("ben-okafor", "Ben Okafor", "ben@acme.example")
CHO = User("cho-minji", "Cho Min-ji", "Cho@acme.example")
ELI = User("eli-novak", "Eli Novák", "12345+eli-novak@users.noreply.github.com")
RENOVATE = User("renovate[bot]", "Renovate")

#: Whose token the bot has.
ME = User("acme-ringmaster", "Acme Ringmaster")

EVERYBODY = (ANA, BEN, CHO, ELI, RENOVATE, ME)
