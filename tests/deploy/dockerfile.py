"""A Dockerfile's steps, and as much of a build as goes without an engine: its folders, inside a folder."""

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Step:
    """``word``: FROM, RUN, COPY …; ``stage``: the number of the image that it belongs to."""

    word: str
    rest: str
    stage: int

    @property
    def words(self) -> list[str]:
        """Of an exec form, or of one that a shell would read."""
        return json.loads(self.rest) if self.rest.startswith("[") else shlex.split(self.rest)

    @property
    def flags(self) -> dict[str, str]:
        flags = (each[2:].partition("=") for each in self.words if each.startswith("--"))
        return {name: value for name, _, value in flags}

    @property
    def arguments(self) -> list[str]:
        return [each for each in self.words if not each.startswith("--")]


def steps(path: Path) -> list[Step]:
    """All of them, in order."""
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    found, stage = [], -1
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        word, _, rest = line.strip().partition(" ")
        stage += word == "FROM"
        found.append(Step(word, rest.strip(), stage))
    return found


@dataclass
class Built:
    """What a build would have left: the last image's root, its environment and its working directory."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    directory: Path = Path("/")

    @classmethod
    def of(cls, recipe: list[Step], folder: Path) -> Self:
        """Go through the steps. A root's folders of one letter or more are taken for those of ``folder``."""
        names: dict[str, Path] = {}
        made = cls(folder)
        for step in recipe:
            match step.word:
                case "FROM":
                    made = cls(folder / str(step.stage))
                    made.root.mkdir()
                    _, *named = step.arguments
                    names |= {named[1]: made.root} if named else {}
                case "WORKDIR":
                    made.directory = made.inside(step.rest)
                    made.directory.mkdir(exist_ok=True)
                case "COPY":
                    made.copy(step, names[step.flags["from"]] if "from" in step.flags else ROOT)
                case "RUN":
                    made.run(step.rest)
                case "ENV":
                    made.environment |= dict(each.split("=", 1) for each in step.arguments)
        return made

    def inside(self, path: str) -> Path:
        return self.root / path.lstrip("/") if path.startswith("/") else self.directory / path

    def copy(self, step: Step, source: Path) -> None:
        *files, to = step.arguments
        for name in files:
            file, target = source / name.lstrip("/"), self.inside(to)
            if file.is_dir():
                shutil.copytree(file, target, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(file, target)

    def run(self, command: str) -> None:
        """Its paths are those of our folder; owners are left out, which only root can set."""
        moved = re.sub(r"(?<!\S)/(?=[a-z])", f"{self.root}/", command)
        moved = re.sub(r"--(owner|group)=\S+ ", "", moved)
        subprocess.run(moved, shell=True, check=True, cwd=self.directory, timeout=240)

    def settings(self, outside: Mapping[str, str]) -> dict[str, str]:
        """The environment, as the shell of a container would expand it."""
        expanded = {name: value.replace("$PATH", outside["PATH"]) for name, value in self.environment.items()}
        paths = ("PATH", "TMPDIR")
        return dict(outside) | {
            name: re.sub(r"(^|:)/(app|data)", rf"\1{self.root}/\2", value) if name in paths else value
            for name, value in expanded.items()
        }
