#!/bin/sh
# Stands in for every hook command, under its name: logs the call as one line
# and answers with a canned file. It starts no process of its own, so that what
# is measured is the charm.
#
# CHARMKIT_STANDIN: the folder of `log` and `answers/`; an answer is named
# after the command and its arguments, or after the command alone.
folder=${CHARMKIT_STANDIN:?}
newline='
'
call=${0##*/}
answer=$folder/answers/$call
for argument; do call="$call $argument"; done
while :; do
  case $call in
    *"$newline"*) call=${call%%"$newline"*}'\n'${call#*"$newline"} ;;
    *) break ;;
  esac
done
printf '%s\n' "$call" >>"$folder/log"
case $call in
  */*) ;;
  *) [ -f "$folder/answers/$call" ] && answer=$folder/answers/$call ;;
esac
[ -f "$answer" ] || exit 0
while IFS= read -r line || [ -n "$line" ]; do
  printf '%s\n' "$line"
done <"$answer"
