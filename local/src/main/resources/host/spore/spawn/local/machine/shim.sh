#!/bin/bash
# Stands first on an instance's path under the name of a tool that would reach the machine (systemctl, poweroff, wall):
# hands its name and arguments to the instance host, and prints and exits as the host says.
tool=${0##*/}
if [ "$tool" = wall ] && [ $# = 0 ]; then
  set -- "$(cat)"
fi
if ! exec 3<>"/dev/tcp/127.0.0.1/@PORT@"; then
  echo "$tool: the instance host does not answer" >&2
  exit 1
fi
{
  printf '%s\n' '@INSTANCE@' "$tool" "${SPAWN_UNIT-}" "$#"
  for argument in "$@"; do
    argument=${argument//\\/\\\\}
    printf '%s\n' "${argument//$'\n'/\\n}"
  done
} >&3
while IFS= read -r line <&3; do
  case $line in
    1*) printf '%s\n' "${line#1}" ;;
    2*) printf '%s\n' "${line#2}" >&2 ;;
    =*) exit "${line#=}" ;;
  esac
done
# The host closes without an answer when it takes the machine down: the one who asked for that is about to end.
exit 0
