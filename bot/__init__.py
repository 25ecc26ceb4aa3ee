"""Ringmaster runs CircleCI from Slack.

Somebody types, mentions or clicks; `slack.inbound` makes a Request of it. The `spine` parses it with the
`grammar`, asks the `policy`, records a write in the `store`, and acknowledges; then the command runs: the
`finding` hands it what is meant, with the calls that this person may make; a view draws the result, and
`slack.replies` says it by the ways of the request's Reply::

    Slack ─▶ slack.inbound ─▶ spine ─▶ commands.<verb> ─▶ finding ─▶ circleci
                 Request         │ parse, authorize, record     Result
    Slack ◀─ slack.replies ◀─────┘ views.<noun>
                 Message

From top to bottom, each may import what stands below it:

==============  ====================================================================================
`__main__`      the program: ringmaster demo | socket | web | worker | say | doctor | backup | audit | …
`playground`    a small Slack with a page and a small CircleCI, to try the bot and to test it
`operating`     the ways of running, what is served over HTTP, `doctor`, `docs` (made from the code), logging
`app`           the composition root: settings → Services, dispatcher, listeners
`slack`         the only package that knows Slack's SDK
`terminal`      the same replies for `ringmaster say`
`webhooks`      CircleCI → "look at this pipeline again"
`spine`         a line, read and allowed; a write, at most once; what there is to say, said
`following`     which run to look at next, and which message to draw next: messages stay true
`commands`      one file per verb, in folders by the groups of the help
`command`       what a command is, and what it may use
`services`      what every line works with
`finding`       "last failed", #812, a URL, this thread → what is meant, and the calls that are granted
`views`         facts → Message: a card for one thing, a list for several, a refusal for each fault
`lines`         words and arguments of every command
`reading`       CircleCI → values: runs, diagnosis, history
`grammar`       text ⇄ typed arguments
`policy`        may this person do this, from here, to that?
`store`         what survives a restart
`output`        what a step printed, as it may be shown
`pool`          a bounded place for work in a process
`intake`        what others post: read up to a limit, and refused in one line
`tracing`       what goes on, for whoever traces it
`model`         the bot's nouns
`circleci`      CircleCI's API, a library of its own
`charts`        drawn in a process of their own
`settings`      the environment; only the root reads it
`outgoing`      variables that other programs heed too: proxies, certificates
`shelf`         what is remembered, as far as there is room for its weight
`turns`         a bounded number of places, shared fairly
==============  ====================================================================================

CircleCI's words are used for CircleCI's things, and Slack's for Slack's. Ours are these:

==============  ====================================================================================
`Request`       somebody asked for something, somewhere
`Actor`         who asked; `Place` is where: a channel, a direct message or a home, and a thread
`Command`       what a verb is: its words, arguments, permission, scope, what it does and how it looks
`Syntax`        the words and arguments of a command; a `Line` is what it writes, and reads again
`Kind`          a type of value that one can type
`Ability`       what people ask whether they can do, and the permissions that it takes
`Subject`       what a line is about; `Scope` is of what a permission is needed
`Reference`     a way to name a pipeline, a workflow or a job
`GrantedRun`    as all that begins so: a thing that may be seen or done to, with its calls
`Run`           a pipeline with its workflows and jobs, as of a moment
`Fault`         something that the asker can act on; `Deed` is what was not done
`Message`       what is said, before it is Slack's
`Press`         a button was pressed, and that changes its message
`Reply`         the way that an answer goes
`Write`         one wish with an effect, as a row; `Intent` is the wish
`Watch`         a message that must stay true, and its line
`Pool`          bounded work in a process; a worker is a kind of process
==============  ====================================================================================

A view is a function from facts to a `Message`; what Slack calls views are not used.
"""
