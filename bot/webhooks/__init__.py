"""CircleCI's outbound webhooks: they only say what to look at again, and are no truth of their own.

https://circleci.com/docs/guides/integration/outbound-webhooks/
"""
