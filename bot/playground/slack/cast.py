"""Who and what is there when the curtain rises: two workspaces, five people, three channels, one app."""

from dataclasses import dataclass, field

TEAM = "T0ACME"
OTHER_TEAM = "T0GLOBEX"
DOMAINS = {TEAM: "acme", OTHER_TEAM: "globex"}
TEAM_NAMES = {TEAM: "Acme", OTHER_TEAM: "Globex"}
APP = "A0RINGMASTER"
BOT = "B0RINGMASTER"
BOT_USER = "U0RINGMASTER"
OTHER_BOT = "B0DEPLOYBOT"
OTHER_BOT_USER = "U0DEPLOYBOT"
BOT_NAME = "ringmaster"
CREATED = 1_735_689_600  # when all this was set up, long before any message


@dataclass(frozen=True, slots=True)
class User:
    """``guest``: restricted to some channels. ``color`` is the avatar's, without ``#``."""

    id: str
    handle: str
    name: str
    title: str
    color: str
    team: str = TEAM
    guest: bool = False
    bot: bool = False
    admin: bool = False
    deleted: bool = False

    @property
    def email(self) -> str:
        """Empty where there is none."""
        return "" if self.bot else f"{self.handle}@{DOMAINS[self.team]}.example"


@dataclass(slots=True)
class Channel:
    """``shared``: with another workspace, by Slack Connect."""

    id: str
    name: str
    topic: str
    members: set[str]
    shared: bool = False
    archived: bool = False


@dataclass(slots=True)
class UserGroup:
    id: str
    handle: str
    name: str
    description: str
    users: list[str] = field(default_factory=list)
    disabled: bool = False


def users() -> dict[str, User]:
    everybody = (
        User("U0ANA", "ana", "Ana Lima", "Release engineer", "7c3aed", admin=True),
        User("U0BEN", "ben", "Ben Okafor", "Web developer", "0f766e"),
        User("U0CHO", "cho", "Cho Min-ji", "Site reliability", "b45309"),
        User("U0GUS", "gus", "Gus", "Contractor", "475569", guest=True),
        User("U0ZOE", "zoe", "Zoe", "Partner engineer", "be185d", team=OTHER_TEAM),
        User(BOT_USER, BOT_NAME, "Ringmaster", "", "1d4ed8", bot=True),
        User(OTHER_BOT_USER, "deploybot", "Deploy bot", "", "64748b", bot=True),
        User("USLACKBOT", "slackbot", "Slackbot", "", "757575", bot=True),
    )
    return {user.id: user for user in everybody}


def channels() -> dict[str, Channel]:
    staff = {"U0ANA", "U0BEN", "U0CHO", "U0GUS", BOT_USER}
    return {
        channel.id: channel
        for channel in (
            Channel("C0DEPLOYS", "deploys", "main and release branches deploy from here", set(staff)),
            Channel("C0WEB", "web", "The web team, with Globex", {*staff, "U0ZOE"}, shared=True),
            Channel("C0RANDOM", "random", "Anything else", set(staff)),
        )
    }


def usergroups() -> dict[str, UserGroup]:
    release = UserGroup("S0RELEASE", "release", "Release group", "May release", ["U0ANA", "U0CHO"])
    return {release.id: release}
