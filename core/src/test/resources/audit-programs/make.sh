#!/bin/sh
# Records every program here, healthy and faulty, into a folder each. Needs python3 with NumPy.
cd "$(dirname "$0")" || exit 1
for program in *.py; do
  for kind in healthy faulty; do
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=../../../../../python python3 "$program" $kind "${program%.py}-$kind" || exit 1
  done
done
