"""Ringmaster runs CircleCI from Slack.

Somebody types, mentions or clicks; `slack.inbound` makes an Invocation of it. `dispatch` parses it with
the `grammar`, asks the `policy`, records a write in the `store`, and acknowledges; then the command runs
against `circleci`, a view draws the result, and `slack.outbound` posts it::

    Slack ─▶ slack.inbound ─▶ dispatch ─▶ commands.<verb> ─▶ circleci
                 Invocation      │ parse, authorize, record     Result
    Slack ◀─ slack.outbound ◀────┘ views.<noun>
                 Message

From top to bottom, each may import what stands below it:

==============  ====================================================================================
`__main__`      the program: ringmaster demo | socket | web | worker | migrate | say | doctor | docs
`playground`    a small Slack with a page and a small CircleCI, to try the bot and to test it
`running`       the ways of running; beside it `docs` (made from the code) and `doctor`
`app`           the composition root: settings → client, store, dispatcher, listeners
`slack`         the only package that knows Slack's SDK; beside it `terminal`
`dispatch`      the spine; beside it `web`, what is served over HTTP
`asking`        a line, read and allowed; beside it `writing`, one write from its row to its outcome, and
                `posting`, which says what there is to say
`commands`      one file per verb
`command`       what a command is; beside it `worker`, where work goes on after the acknowledgement
`references`    "last failed", #812, a URL, this thread → what is meant
`views`         facts → Message, one file per noun
`grammar`       text ⇄ typed arguments
`policy`        may this person do this, from here, to that?
`store`         what survives a restart
`output`        what a step printed, as it may be shown
`model`         the bot's nouns
`circleci`      CircleCI's API, a library of its own; beside it `charts`, drawn in a process of their own
`settings`      the environment; beside it `logs`. Only the root reads them
==============  ====================================================================================
"""
