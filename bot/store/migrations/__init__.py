"""How the tables came to be, step by step (alembic).

A step only adds what running code of the version before can live with; what is no longer used goes a
version later. So old and new code can run side by side while replicas are replaced.
"""
