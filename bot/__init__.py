"""Ringmaster runs CircleCI from Slack.

Somebody types, mentions or clicks; `slack.inbound` makes a Request of it. The `spine` parses it with the
`grammar`, asks the `policy`, records a write in the `store`, and acknowledges; then the command runs
against `circleci`, a view draws the result, and `slack.outbox` says it by the ways of the request's Reply::

    Slack ─▶ slack.inbound ─▶ spine ─▶ commands.<verb> ─▶ circleci
                 Request         │ parse, authorize, record     Result
    Slack ◀─ slack.outbox ◀──────┘ views.<noun>
                 Message

From top to bottom, each may import what stands below it:

==============  ====================================================================================
`__main__`      the program: ringmaster demo | socket | web | worker | migrate | say | doctor | docs
`playground`    a small Slack with a page and a small CircleCI, to try the bot and to test it
`operating`     the ways of running, what is served over HTTP, `doctor`, `docs` (made from the code), logging
`app`           the composition root: settings → Services, dispatcher, listeners
`slack`         the only package that knows Slack's SDK; beside it `terminal`
`spine`         a line, read and allowed; a write, at most once; what there is to say, said; bounded work
`commands`      one file per verb
`command`       what a command is, and what it may use; beside it `services`, what every line works with
`finding`       "last failed", #812, a URL, this thread → what is meant
`views`         facts → Message, one file per noun
`lines`         words and arguments of every command
`reading`       CircleCI → values: runs, diagnosis, history
`grammar`       text ⇄ typed arguments
`policy`        may this person do this, from here, to that?
`store`         what survives a restart
`output`        what a step printed, as it may be shown
`model`         the bot's nouns
`circleci`      CircleCI's API, a library of its own; beside it `charts`, drawn in a process of their own
`settings`      the environment. Only the root reads it
==============  ====================================================================================
"""
