"""The same illustration without districts: the province of Vĩnh Long since 01/07/2025."""
