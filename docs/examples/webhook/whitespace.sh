#!/bin/sh
# Reads a diff and writes Markdown: the added lines that end with a space or a tab, as a list by file.
awk '
  /^\+\+\+ / { file = substr($0, 5); next }
  /^\+.*[ \t]$/ { found[file]++; total++ }
  END {
    if (!total) print "No added line ends with a space."
    for (file in found) print "- `" file "`: " found[file]
  }
'
