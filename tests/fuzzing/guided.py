"""One reader, with values that seek out lines of the bot that none has reached yet, as coverage guides them.

`python -m tests.fuzzing.guided READER SECONDS`, where atheris is installed. Ends with 0 where nothing failed.
https://hypothesis.readthedocs.io/en/latest/how-to/external-fuzzers.html
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris
from hypothesis import HealthCheck, given, settings

with atheris.instrument_imports(include=["bot"]):
    from tests.fuzzing.readers import READERS


def main(name: str, seconds: str) -> None:
    """libFuzzer ends the process."""
    with TemporaryDirectory() as directory, READERS[name](Path(directory)) as (what_comes, read):
        test = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))(
            given(what_comes)(read)
        )
        options = [f"-max_total_time={seconds}", "-print_final_stats=1", "-rss_limit_mb=0", "-timeout=60"]
        atheris.Setup(
            [sys.argv[0], *options, f"-artifact_prefix={directory}/"], test.hypothesis.fuzz_one_input
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
