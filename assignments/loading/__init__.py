"""Loading public facts into the tables: administrative units from a package, the policy from a file."""
