"""The administration's pages. Households, visits and petitions have none: the administrator reads no content."""

from assignments.admin import accounts, holding, people, policy, units

__all__ = ["accounts", "holding", "people", "policy", "units"]
