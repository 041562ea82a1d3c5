"""Handing over a unit: what is open there, accepted line by line."""
