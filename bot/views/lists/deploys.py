"""Deploys: which version is live where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import lines
from bot.circleci.models import Deployment, Pipeline, Version
from bot.circleci.slug import ProjectSlug
from bot.grammar import line
from bot.model.message import Button, Lines, Message
from bot.model.reference import Reference
from bot.model.shown import ShownThing, deploys_topic
from bot.model.spans import Bold, Code, Link, Text, Timestamp
from bot.views.parts.buttons import button_row
from bot.views.parts.list_page import ListPage
from bot.views.parts.phone import short_entry
from bot.views.parts.text import bullets, join_facts, join_words, one_line, paragraph, some_names
from bot.views.scene import Scene

#: Where CircleCI tells how versions are marked.
MARKERS = Link(
    "https://circleci.com/docs/guides/deploy/configure-deploy-markers/", "CircleCI's documentation"
)


@dataclass(frozen=True, slots=True)
class DeployEntry:
    """``pipeline``: the one that deployed the live version, where it can be seen here.

    ``abandoned``: the version from which that one rolled back, where it is a rollback.
    """

    place: Deployment
    pipeline: Pipeline | None = None
    abandoned: str | None = None

    @property
    def earlier(self) -> Version | None:
        """What the live version can go back to; None where it is not sure that it is older."""
        earlier = next(iter(self.place.earlier_versions(self.abandoned)), None)
        return earlier if earlier and (not self.abandoned or self.place.is_older(earlier)) else None


@dataclass(frozen=True, slots=True)
class DeployList(ListPage):
    """A page of where a project's components are deployed. ``named``: the only ones that are meant."""

    slug: ProjectSlug
    called: str
    entries: tuple[DeployEntry, ...]
    scene: Scene
    named: tuple[str, ...] = ()


def deploy_list(result: DeployList) -> Message:
    """One line for each component in each environment, what was deployed last first."""
    page = result.scene.web.project(result.slug)
    if not result.entries:
        told = f"{result.called} has no deploy markers, so CircleCI doesn't know what's deployed. "
        none: Text = (told, "How to add them: ", MARKERS, ".")
        return Message(none, (Lines((none,)), result.scene.footer()))
    found = [
        f"{one_line(version.name, 40)} in {one_line(each.place.environment.name, 40)}"
        for each in result.entries
        for version in each.place.live_versions
    ]
    title = f"{result.called}'s {'' if result.first else 'other '}live versions"
    back = [each for each in result.entries if each.earlier]
    message = result.message(
        f"{result.called}: {some_names(found)}" if found else f"{result.called}: nothing deployed",
        *paragraph((Link(page, title, bold=True),), *bullets(_line(each, result) for each in result.entries)),
        *button_row([*result.next_buttons, *([_back(back, result)] if back else [])]),
        result.scene.footer(live=True),
        shows=tuple(ShownThing.of(each.pipeline) for each in result.entries if each.pipeline),
    )
    again = line(lines.DEPLOYS, lines.DeploysArgs(replace(Reference.of(result.slug), words=result.named)))
    return replace(message, drawn_by=again, topic=deploys_topic(result.slug)) if result.first else message


def _line(entry: DeployEntry, result: DeployList) -> Text:
    place, version = entry.place, entry.place.current_version
    at = version.last_deployed_at if version else None
    within = f" ({one_line(place.namespace, 40)})" if place.namespace not in (None, "", "default") else ""
    component, environment = one_line(place.component.name, 60), one_line(place.environment.name, 60)
    head = join_facts(
        (Bold(component), " in ", Bold(environment), *((within,) if within else ())),
        join_words([(Code(one_line(each.name, 60)),) for each in place.live_versions]) or "nothing deployed",
    )
    when: Text = (Timestamp(at),) if at else ()
    tail = join_facts(_by(entry, result), _before(entry))
    return short_entry(
        join_facts(head, ("deployed ", *when) if when else "", tail), join_facts(head, when, tail)
    )


def _before(entry: DeployEntry) -> Text:
    """What was live before: what it can go back to, or what it was rolled back from."""
    if entry.abandoned:
        return ("rolled back from ", Code(one_line(entry.abandoned, 60)))
    return ("previously ", Code(one_line(entry.earlier.name, 60))) if entry.earlier else ()


def _by(entry: DeployEntry, result: DeployList) -> Text:
    """What deployed it: the job's page where CircleCI tells all of it, else the pipeline's."""
    pipeline, version = entry.pipeline, entry.place.current_version
    if pipeline is None or version is None:
        return ()
    page = result.scene.pipeline(pipeline)
    if version.workflow_id and version.job_number:
        page = result.scene.job(pipeline, version.workflow_id, version.job_number)
    return ("from ", Link(page, f"#{pipeline.number}"))


def _back(entries: Sequence[DeployEntry], result: DeployList) -> Button:
    """The way back, which asks where, and why, before anything happens.

    The only one is a line that says what the card shows: it is refused where that is no longer so.
    """
    home = Reference.of(result.slug)
    if len(entries) > 1:
        choose = lines.RollbackArgs(project=home)
        return Button("Roll back…", line(lines.ROLLBACK, choose), accessibility=f"Roll back {result.called}")
    [entry] = entries
    place = entry.place
    live, target = place.live_versions[0].name, entry.earlier.name if entry.earlier else ""
    component, environment, namespace = place.component.name, place.environment.name, place.namespace or None
    args = lines.RollbackArgs(component, environment, target, None, home, live, namespace)
    heard = f"Roll back {component} in {environment} from {live} to {target}"
    return Button("Roll back…", line(lines.ROLLBACK, args), accessibility=heard)
