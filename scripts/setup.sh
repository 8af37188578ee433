#!/usr/bin/env bash
# Makes this checkout ready to run: virtual environment, pinned packages, and the system parts that PDFs need.
# Safe to repeat; what is there is left alone. Usage: scripts/setup.sh [--browser]   (--browser: also what the tests open pages and files with)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH=$PATH:/sbin:/usr/sbin
say() { printf '\033[1m%s\033[0m\n' "$*"; }
fail() { printf '\033[31m%s\033[0m\n' "$*" >&2; exit 1; }

find_python() {
  for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null 2>&1 &&
       "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"; return
    fi
  done
  fail "需要 Python 3.11 以上（Debian 12：apt-get install python3 python3-venv）。 / Python 3.11 or newer is needed."
}

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

missing_packages() {
  local library package
  while read -r library package; do
    ldconfig -p 2>/dev/null | grep -q "$library" || echo "$package"
  done <<'END'
libpango-1.0.so.0 libpango-1.0-0
libpangoft2-1.0.so.0 libpangoft2-1.0-0
libharfbuzz-subset.so.0 libharfbuzz-subset0
END
  if ! command -v fc-list >/dev/null 2>&1 || [ -z "$(fc-list :lang=zh family 2>/dev/null)" ]; then echo fonts-noto-cjk fontconfig; fi
  if [ "${1:-}" = --browser ]; then
    command -v pdftotext >/dev/null 2>&1 || echo poppler-utils
    command -v chromium >/dev/null 2>&1 && command -v chromedriver >/dev/null 2>&1 || echo chromium chromium-driver
    command -v qpdf >/dev/null 2>&1 || echo qpdf
    command -v soffice >/dev/null 2>&1 || echo libreoffice-calc
    [ -e /usr/lib/libreoffice/program/libswlo.so ] || echo libreoffice-writer
    [ -e /usr/lib/python3/dist-packages/uno.py ] || echo python3-uno
  fi
}

system_parts() {
  local wanted log
  wanted=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "${wanted// /}" ] || return 0
  if can_install; then
    say "安装系统组件 / installing: $wanted"
    log=$(mktemp -t energy-audit-apt.XXXXXX)
    # shellcheck disable=SC2086  # a list of package names
    if { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted; } >"$log" 2>&1; then
      rm -f "$log"
      return 0
    fi
    say "没有装成（可能离线），日志 $log。 / not installed (offline?)"
  fi
  say "还缺 / still missing: $wanted"
  say "请管理员执行 / ask an administrator to run:  apt-get install $wanted"
  say "没有它们，网页、工作簿和数据文件照常生成。 / Pages, workbook and data files work without them."
}

# An environment knows its own place by heart: one that was moved or copied here, or whose Python is gone, is made anew.
drop_stale_environment() {
  [ -e .venv ] || return 0
  .venv/bin/python -c '' 2>/dev/null && grep -qsF "$(pwd -P)/.venv/" .venv/bin/pip || rm -rf .venv
}

python_parts() {
  local python stamp
  stamp=.venv/.ready-$(cat requirements.lock pyproject.toml | sha256sum | cut -c1-16)
  drop_stale_environment
  [ -f "$stamp" ] && return 0
  python=$(find_python)
  if [ ! -x .venv/bin/python ]; then
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
      rm -rf .venv
      if can_install; then apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null 2>&1 && "$python" -m venv .venv; else
        fail "无法建立虚拟环境，请执行 apt-get install python3-venv。 / No virtual environment: install python3-venv."
      fi
    fi
  fi
  say "安装 Python 组件 / installing Python packages"
  # the lock names every package, so nothing is left to resolve: older pips would look for a newer coverage[toml] and stop
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock ||
    fail "Python 组件没有装成：请检查网络，或设置可用的软件源后重试。 / Packages could not be installed: check the network and try again."
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
  rm -f .venv/.ready-*
  touch "$stamp"
}

# pip compiles what it installs, but not what it installs in place: each process of the demo and the tests would
compiled_modules() { .venv/bin/python -m compileall -q src; }

# sourced by its test, run by everybody else
if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  python_parts
  compiled_modules
  system_parts "$@"
fi
