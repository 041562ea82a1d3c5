"""Mergers, splits and renames of units as one operation with a preview."""
