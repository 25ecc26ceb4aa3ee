"""From a request to its reply: read, authorize, record, acknowledge, run, view, reply."""
