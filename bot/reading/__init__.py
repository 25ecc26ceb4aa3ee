"""Reads CircleCI into values: runs, what steps printed, diagnoses, histories. No permission, no words."""
