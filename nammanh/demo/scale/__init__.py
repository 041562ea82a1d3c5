"""The full province: the illustration's ground, grown to every commune, and as many visits as one asks for.

People, places and assignments are written through their models. What comes in hundreds of thousands is written by
PostgreSQL itself, table by table, out of one plan of visits (`visits.PLAN`): who went where on which day.
"""
