"""What is followed and subscribed to."""

from tests.conversations.meanings.outcomes import RANDOM, meaning, offers, refuses, shows, tells

FOLLOW = (
    *meaning(shows("web#813"), "follow"),
    *meaning(
        tells("Already here", "web #813"),
        "follow #813",
        "follow web#813",
        "follow last",
        "follow #813 until it's done",
        "follow 813 till it finishes",
    ),
    *meaning(shows("web#812", "already ended"), "follow last failed"),
    *meaning(tells("Already here", "web #812"), "follow #812", "follow 812"),
    *meaning(
        offers("follow #813", "status #813"), "watch #813", "monitor #813", "track #813", "watching #813"
    ),
    *meaning(
        offers("follow #813 is done --me"),
        "notify me when #813 is done",
        "tell me once #813 is done",
        "let me know when #813 is done",
    ),
    *meaning(offers("pipeline 810"), "who approved 810", "who triggered 810"),
    *meaning(offers("flaky api"), "which tests are flaky in api"),
    *meaning(refuses("No pipelines are followed here"), "unfollow all", "unfollow everything"),
    *meaning(refuses("one pipeline at a time"), "follow everything", "follow all pipelines"),
    *meaning(offers("following"), "whats followed", "what do i follow"),
    *meaning(tells("are followed"), "following", "following --me"),
    *meaning(refuses("web #813"), "unfollow #813", "unfollow #813 --me"),
    *meaning(offers("unfollow #813"), "unwatch #813"),
    *meaning(offers("mute --off"), "unmute", "unmuting"),
    *meaning(offers("unsubscribe", "mute"), "stop notifications", "turn off notifications"),
    *meaning(offers("mute", "quiet"), "be quiet", "shut up"),
    *meaning(offers("subscriptions"), "what are we subscribed to"),
    *meaning(tells("no quiet hours"), "quiet", "quiet please", "quiet --off"),
    *meaning(
        tells("Mon-Fri 18:00-08:00, Sat, Sun", "Europe/Berlin"),
        'quiet "Mon-Fri 18:00-08:00, Sat, Sun" Europe/Berlin',
        "quiet mon-fri 18-8, sat, sun europe/berlin",
        "quiet Monday-Friday 18:00-8:00, Saturdays, Sundays Europe/Berlin",
    ),
    *meaning(tells("no digest"), "digest", "digest now", "digest --off", "digest off"),
    *meaning(
        tells("Mon-Fri 09:00", "Europe/Berlin"),
        "digest Mon-Fri 09:00 Europe/Berlin",
        "digest weekdays at 9 europe/berlin",
        'digest "mon-fri 9:00 Europe/Berlin"',
    ),
    *meaning(refuses("time of day"), "digest in the morning", "digest daily"),
    *meaning(refuses("time of the week"), "quiet at night", "quiet 2h"),
    *meaning(refuses("follow web here"), "follow web@main", "follow web@main --me", channel=RANDOM),
)
