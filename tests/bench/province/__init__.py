"""The main pages and writes of a whole province, at several numbers of visits, beside floors of the same run.

    python -m tests.bench.province                       100,000 and 1,000,000 visits
    python -m tests.bench.province 100000 10000000       others
    python -m tests.bench.province --pages desk,visits   only pages whose names hold one of these
    python -m tests.bench.province --keep 1000000        the loaded province stays, and the next such run takes it up

Each size gets a scratch database, loaded by `manage.py load_scale` and dropped at the end unless kept. What is measured
runs as it would in service: demo mode, collected static files, gunicorn's settings. The result is one Markdown table.
"""
