"""Settings of the portal. Everything an operator may change comes from the environment; README lists it.

NAMMANH_ENV chooses the mode:
demo         (default) production server, illustration data, this machine only
development  DEBUG on, illustration data, this machine only
test         the suite's own throw-away database
production   refuses to start without SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL
"""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from nammanh.platform.embedded_postgres import database_settings

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("NAMMANH_DATA_DIR", BASE_DIR / ".data"))

MODE = os.environ.get("NAMMANH_ENV", "demo")
MODES = {"demo", "development", "test", "production"}
if MODE not in MODES:
    raise ImproperlyConfigured(f"NAMMANH_ENV={MODE!r}; expected one of {', '.join(sorted(MODES))}.")
PRODUCTION = MODE == "production"
DEBUG = MODE == "development"
DEMO = MODE in {"demo", "development"}
"""Illustration data are shown and their accounts may log in."""


def required(name: str) -> str:
    """The environment variable, or a refusal to start in production."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"NAMMANH_ENV=production needs {name} in the environment.")
    return value


def kept_secret_key() -> str:
    """A key made once per machine and kept beside the data, so that a restart logs nobody out."""
    file = DATA_DIR / "secret_key"
    if not file.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=DATA_DIR) as new:  # readable by nobody else
            new.write(secrets.token_urlsafe(50))
            new.flush()
            with suppress(FileExistsError):  # another process was first: its key is whole, because a link is atomic
                os.link(new.name, file)
    return file.read_text()


if PRODUCTION:
    SECRET_KEY = required("SECRET_KEY")
    SECRET_KEY_FALLBACKS = list(filter(None, os.environ.get("SECRET_KEY_FALLBACKS", "").split(",")))
    ALLOWED_HOSTS = required("ALLOWED_HOSTS").split(",")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith(".")]
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
else:
    SECRET_KEY = "only-for-the-test-suite-" + "x" * 40 if MODE == "test" else kept_secret_key()
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]

# ---------------------------------------------------------------------------------------------------- database
DATABASE_URL = required("DATABASE_URL") if PRODUCTION else os.environ.get("DATABASE_URL", "embedded")
if DATABASE_URL == "embedded":
    if MODE == "test":
        DATABASES = {"default": database_settings(DATA_DIR / "test-postgres", durable=False)}
    else:
        DATABASES = {"default": database_settings(DATA_DIR / "postgres", durable=True)}
else:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)}
    if "postgresql" not in DATABASES["default"]["ENGINE"]:
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL server (15 or newer).")
# A list names its unit, district, officer, department …: with PostgreSQL's default of 8, it tried every order of those
# joins and planned 60–100 ms for a query of 1 ms; with 4 it plans 3 ms and finds the same plan.
_options = DATABASES["default"].setdefault("OPTIONS", {})
# Every trigger asks for pgtrigger.ignore. Where it isn't set, an error is raised and caught inside, and each time
# PostgreSQL walks through all deferred checks of the transaction: quadratic in the rows of a large write.
_options["options"] = f"{_options.get('options', '')} -c join_collapse_limit=4 -c pgtrigger.ignore={{}}".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ------------------------------------------------------------------------------------------------ applications
INSTALLED_APPS = [
    "nammanh.platform",
    "nammanh.accounts",
    "nammanh.papers",
    "assignments",
    "assignments.profiles",
    "assignments.rounds",
    "assignments.reforms",
    "assignments.imports",
    "reports.visits",
    "reports.recommendations",
    "reports.feedback",
    "reports.contacts",
    "reports.evidence",
    "reports.bulletins",
    "reports.resources",
    "reports.planner",
    "reports.household_visits",
    "reports.handovers",
    "reports.matching",
    "reports.consolidation",
    "reports.reminders",
    "reports.facts",
    "reports.reporting",
    "reports.search",
    "reports.briefs",
    "reports.fieldbook",
    "reports.offline",
    "reports.dashboards",
    "nammanh.demo",
    "unfold.apps.BasicAppConfig",  # not "unfold": that would put its own site in place of ours
    "nammanh.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_filters",
    "django_htmx",
    "template_partials",
    "crispy_forms",
    "crispy_bootstrap5",
    "pgtrigger",
    "pghistory",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "nammanh.platform.drafts.StoredDraftMiddleware",
    "nammanh.accounts.middleware.LoginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "reports.offline.middleware.KeepingMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "nammanh.accounts.middleware.ActorMiddleware",
    "nammanh.accounts.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "nammanh.urls"
WSGI_APPLICATION = "nammanh.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nammanh.page_context.page",
            ],
        },
    }
]
FORM_RENDERER = "nammanh.platform.form_renderer.Renderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --------------------------------------------------------------------------------------------- people and login
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "nammanh.accounts.backends.PortalBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "nammanh.accounts.passwords.NotDemoPasswordValidator"},
]
if MODE == "test":  # the real hasher costs 0.2 s a login and proves nothing about the portal
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
AXES_ENABLED = MODE != "test"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "axes/lockout.html"
AXES_VERBOSE = False

# ---------------------------------------------------------------------------------------- language and formats
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt"))]
LOCALE_PATHS = [BASE_DIR / "nammanh" / "locale"]
FORMAT_MODULE_PATH = "nammanh.platform.formats"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # years and ids must stay plain; templates group with |vi_number

# ------------------------------------------------------------------------------------------------------ letters
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = not EMAIL_USE_SSL and os.environ.get("EMAIL_USE_TLS", "1") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "nammanh@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
SENDS_MAIL = bool(EMAIL_HOST) or not PRODUCTION
"""Without a mail server messages stay on the portal; in the demonstration, letters are printed by `run_due`."""
PORTAL_URL = os.environ.get(
    "PORTAL_URL",
    f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if PRODUCTION else f"http://127.0.0.1:{os.environ.get('PORT', '8000')}",
).rstrip("/")
"""Where links in letters and copied texts lead."""

# ------------------------------------------------------------------------------------------------ static files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static" / "public", BASE_DIR / "static" / "dist"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or MODE == "test"
WHITENOISE_AUTOREFRESH = (
    WHITENOISE_USE_FINDERS  # looks when asked; tests make a thousand clients, each would list all files
)
MEDIA_ROOT = DATA_DIR / "media"

# ---------------------------------------------------------------------------------------------------- security
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "nammanh.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
UPLOAD_REQUEST_LIMIT = 24 * 1024 * 1024
"""The longest request with files: one decision of 20 MB and what is typed around it."""
FILE_UPLOAD_HANDLERS = [
    "nammanh.platform.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ----------------------------------------------------------------------------------------------- on the device
OFFLINE_DAYS = int(os.environ.get("OFFLINE_DAYS", "14"))
"""After so many days without the server, a device forgets the pages that it keeps and closes what waits to be sent."""
OFFLINE_PAGES = int(os.environ.get("OFFLINE_PAGES", "120"))
OFFLINE_BYTES = int(os.environ.get("OFFLINE_MEGABYTES", "12")) * 1024 * 1024

# ---------------------------------------------------------------------------------------------------- evidence
EVIDENCE_FILE_MEGABYTES = 20
EVIDENCE_PER_VISIT = 20
EVIDENCE_PARTIALS_PER_PERSON = 40
"""Uploads under way: two visits' worth; the next one waits until some are finished or have expired."""
EVIDENCE_PARTIAL_MEGABYTES = 200
EVIDENCE_PARTIAL_DAYS = 7
EVIDENCE_SCANNER = os.environ.get("EVIDENCE_SCANNER", "")
EVIDENCE_CLAMD = os.environ.get("EVIDENCE_CLAMD", "")
"""A virus scanner of the province's own, or the address of its ClamAV: see reports/evidence/scanning.py."""

PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "axes": {"level": "ERROR"},
        "django.request": {"level": "ERROR"},  # a refusal (403, 404) is an answer, not a fault
    },
}

from nammanh.admin_settings import UNFOLD  # noqa: E402, F401  the admin's menu is long and lives beside its site
