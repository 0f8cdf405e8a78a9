# shellcheck shell=bash
# Sourced, not run: finds a Python, makes the virtual environment, installs flopguard into it.
#
# FLOPGUARD_VENV    where the virtual environment lies (default: .venv in this checkout)
# FLOPGUARD_PYTHON  the Python to make it with (default: the first of those below that works)

ROOT=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
VENV=${FLOPGUARD_VENV:-$ROOT/.venv}
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
unset PYTHONHOME PYTHONPATH PIP_USER PIP_TARGET PIP_PREFIX # each would lead away from the virtual environment

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 2
}

# Prints the first Python that is new enough and can make a virtual environment. Each is run to see: a name on the
# path may belong to a version manager that has nothing behind it.
find_python() {
  local candidate without_pip=''
  if [ -n "${FLOPGUARD_PYTHON:-}" ]; then
    set -- "$FLOPGUARD_PYTHON"
  else
    set -- python3.13 python3.12 python3.11 python3 python
  fi
  for candidate in "$@"; do
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null >/dev/null 2>&1 || continue
    if "$candidate" -c 'import ensurepip, venv' </dev/null >/dev/null 2>&1; then
      printf '%s\n' "$candidate"
      return
    fi
    without_pip=${without_pip:-$candidate}
  done
  if [ -n "$without_pip" ]; then
    die "$without_pip cannot make virtual environments: it comes without ensurepip." \
      "On Debian and Ubuntu: apt install python3-venv (or the one of its version, such as python3.12-venv)." \
      "Or set FLOPGUARD_PYTHON to another Python."
  fi
  die "no Python 3.11 or newer among: $*. Install one, or set FLOPGUARD_PYTHON to it."
}

# Makes the virtual environment, or completes one whose making was interrupted; deletes nothing.
make_venv() {
  local python
  if "$VENV/bin/python" -c 'import pip' </dev/null >/dev/null 2>&1; then return; fi
  python=$(find_python)
  say "creating $VENV with $python"
  "$python" -m venv "$VENV" </dev/null >&2 || die "$python -m venv $VENV failed; see above"
  "$VENV/bin/python" -c 'import pip' </dev/null >/dev/null 2>&1 ||
    die "$VENV has no working pip; remove that folder and try again, or set FLOPGUARD_VENV to another"
}

# install_flopguard [EXTRA]: an editable install, once for each extra and again when pyproject.toml has changed.
install_flopguard() {
  local extra=${1:-} stamp state
  stamp=$VENV/.flopguard-installed${extra:+-$extra}
  state="$ROOT $(cksum <"$ROOT/pyproject.toml")"
  if [ -x "$VENV/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$state" ]; then return; fi
  make_venv
  say "installing flopguard${extra:+[$extra]} into $VENV"
  (cd -- "$ROOT" && "$VENV/bin/python" -m pip install --quiet --editable ".${extra:+[$extra]}") </dev/null >&2 ||
    die "the installation failed; see above"
  printf '%s' "$state" >"$stamp"
}
