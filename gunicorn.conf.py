"""The production server. HOST, PORT, WEB_CONCURRENCY and THREADS may be set in the environment."""

import os
from pathlib import Path

from nammanh.platform import memory

wsgi_app = "nammanh.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"

# Two cores: two processes use both, and threads keep a slow mobile client from holding a process.
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("THREADS", "4"))
preload_app = False  # a database connection opened before the fork would be shared by the processes

timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 5000  # a slow leak never grows old; the jitter keeps both processes from leaving at once
max_requests_jitter = 500

accesslog = None  # addresses of pages tell who looked at which household; the reverse proxy's log is the place
errorlog = "-"
control_socket_disable = True
if Path("/dev/shm").is_dir():  # the heartbeat file on a slow disk would stall a worker
    worker_tmp_dir = "/dev/shm"


def post_worker_init(worker):
    memory.settle()


def post_request(worker, req, environ, resp):
    memory.tidy()
