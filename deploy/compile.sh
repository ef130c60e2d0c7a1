#!/bin/sh
# sh deploy/compile.sh FOLDER       FOLDER: a new one, or one that this made before
#
# A copy of the three packages in FOLDER, in which the modules that a page spends its time in are compiled by mypyc to
# C: the same source, the same answers (tests/test_purity.py), fewer instructions. Needs a C compiler and Python's headers,
# and mypy and setuptools in the environment of `python` ($PYTHON).
set -eu
case ${1:?say which folder: sh deploy/compile.sh FOLDER} in
  /*) folder=$1 ;;
  *) folder=$PWD/$1 ;;
esac
if [ -e "$folder" ] && [ ! -e "$folder/compile.log" ]; then
  echo "compile.sh: $folder is there already and is no work of this; name another folder" >&2
  exit 1
fi
cd "$(dirname "$0")/.."
python=${PYTHON:-$PWD/.venv/bin/python}
config=$PWD/pyproject.toml
modules="authorship block boilerplate byline charset consent container dates digest head headline json_ld kind language lines
  markup matching media microdata near_headline needles openings printed printed_authors rights rule_index selection
  stated_values urls walk"

rm -rf "$folder"
mkdir -p "$folder"
: >"$folder/compile.log"
cp -r crawler extractors storage scrapy.cfg LICENSE "$folder"
find "$folder" -name __pycache__ -prune -exec rm -rf {} +
cd "$folder"
paths=
for module in $modules; do
  paths="$paths extractors/$module.py"
done
# shellcheck disable=SC2086 # a list of paths
"$python" -m mypyc --config-file "$config" $paths >compile.log 2>&1 || {
  cat compile.log >&2
  echo "compile.sh: mypyc failed; it needs gcc (or \$CC) and the headers of $("$python" -V)" >&2
  exit 1
}
rm -rf build .mypy_cache
