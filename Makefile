# From a fresh clone with nothing but Python 3.11 or newer and make: `make run`.
# Relative paths only, and none with blanks in it, so that the folder of the checkout may be called anything.

PYTHON ?= python3
PORT ?= 8000
export PORT
export PIP_DISABLE_PIP_VERSION_CHECK = 1

PY := .venv/bin/python
NPM := PATH="$$PWD/.venv/bin:$$PATH" .venv/bin/npm --no-audit --no-fund --no-update-notifier
# The style sheet keeps only the classes that pages use, so pages are sources too.
SOURCES := $(shell find static/src templates assignments reports nammanh -type f \( -path 'static/src/*' -o -name '*.html' -o -name '*.py' \) ! -path '*/migrations/*' ! -name '* *' 2>/dev/null)
INSTALL := $(PY) -m pip install --quiet -c constraints.txt

# A virtual environment knows its own path: in a copied or moved checkout it is made anew.
ifneq ($(shell cat .venv/.place 2>/dev/null),$(shell pwd))
$(shell rm -f .venv/.place .venv/.installed .venv/.installed-dev)
endif

.PHONY: help run dev test bench sizes check assets format stop clean

help: ## các lệnh
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

run: .venv/.installed static/dist/.built ## chạy cổng tại http://127.0.0.1:8000/ (PORT=… để đổi)
	@$(PY) manage.py prepare
	@exec $(PY) -m gunicorn

dev: export NAMMANH_ENV = development
dev: .venv/.installed static/dist/.built ## chạy để phát triển: tự nạp lại mã, tự đóng gói lại giao diện
	@$(PY) manage.py prepare
	@# The watcher is a tree of processes: in a session of its own it can be ended as a whole.
	@PATH="$$PWD/.venv/bin:$$PATH" $(PY) -c 'import os; os.setsid(); os.execv(".venv/bin/npm", ["npm", "run", "watch"])' & \
		watch=$$!; trap 'kill -- "-$$watch" 2>/dev/null' EXIT; trap 'exit 130' INT TERM; \
		$(PY) manage.py runserver "127.0.0.1:$$PORT"

test: .venv/.installed-dev static/dist/.built ## toàn bộ kiểm thử, cả trình duyệt nếu máy có Chromium
	@command -v chromium chromium-browser google-chrome >/dev/null || echo "Không thấy Chromium: bỏ qua các kiểm thử trình duyệt."
	@$(PY) -m pytest -n 2 --durations 25 $(ARGS)

bench: .venv/.installed-dev static/dist/.built ## đo, bằng bội số của một mức sàn: các trang và lần ghi ở một tỉnh đủ quy mô (SIZES=…), địa bàn và ngày, đề xuất, nhập Excel, sắp xếp
	@$(PY) -m tests.bench.province $(SIZES)
	@$(NPM) run --silent sizes
	@$(PY) -m tests.bench.units
	@$(PY) -m tests.bench.matching
	@$(PY) -m tests.bench.imports
	@$(PY) -m tests.bench.reform

sizes: static/dist/.built ## in kích thước giao diện: lần mở đầu tiên và phần dùng khi mất mạng
	@$(NPM) run --silent sizes

check: .venv/.installed-dev static/dist/.built ## định dạng, lint, kiểu, chiều import, migration, bản dịch, triển khai
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	NAMMANH_ENV=test $(PY) manage.py makemigrations --check --dry-run
	NAMMANH_ENV=test $(PY) manage.py check_translations
	NAMMANH_ENV=production SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		ALLOWED_HOSTS=portal.example.vn DATABASE_URL=embedded \
		$(PY) manage.py check --deploy --fail-level WARNING

assets: static/dist/.built ## đóng gói giao diện

format: .venv/.installed-dev ## sửa định dạng và các lỗi lint sửa được
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

stop: .venv/.installed ## dừng máy chủ PostgreSQL kèm theo
	@$(PY) manage.py stop_database
	@NAMMANH_ENV=test $(PY) manage.py stop_database

clean: ## xóa .venv, node_modules, tệp đã đóng gói; giữ nguyên dữ liệu trong .data
	@if [ -x $(PY) ]; then $(PY) manage.py stop_database; NAMMANH_ENV=test $(PY) manage.py stop_database; fi >/dev/null 2>&1 || true
	rm -rf .venv node_modules static/dist staticfiles .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.place:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Cần Python 3.11 trở lên; chỉ rõ bằng: make PYTHON=/đường/dẫn/python3.11 run'; exit 1; }
	@echo 'Đang tạo môi trường Python …'
	@"$(PYTHON)" -m venv --clear .venv || { echo 'Python này thiếu venv (Debian, Ubuntu: apt install python3-venv).'; exit 1; }
	@pwd > $@

.venv/.installed: requirements.txt constraints.txt | .venv/.place
	@echo 'Đang cài các gói Python …'
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json | .venv/.installed
	@echo 'Đang cài các gói giao diện …'
	@$(NPM) ci
	@touch $@

static/dist/.built: node_modules/.installed $(SOURCES)
	@$(NPM) run build
	@touch $@
