#!/bin/bash
# Process 1 of a simulated instance, in PID, mount and user namespaces of its own. When it ends, the kernel ends
# everything in the instance, whatever became of parents, sessions and process groups.
#
#   init.sh FOLDER        FOLDER is the one place that stays writable
#
# It takes orders on its input: "off N" asks everything to end and insists after N tenths of a second. When its input
# closes, the instance host is gone (killed, say) and nobody will come back for this instance: it ends at once.
set -u
folder=$1

# Whatever runs in here runs as the user who started the host, root perhaps: user data was written for a machine of its
# own, and it must not get at this one. Mounts that refuse are no file systems of the machine (masked /proc entries).
mount --bind "$folder" "$folder" || exit 1
while read -r _ where _; do
  # /proc is the instance's own, /tmp is everybody's.
  case $where in
    /proc | /proc/* | /tmp | "$folder" | "$folder"/*) continue ;;
  esac
  mount -o remount,bind,ro "$where" 2>/dev/null || refused="${refused-} $where"
done </proc/self/mounts
case " ${refused-} " in
  *' / '*) exit 1 ;;
esac

echo ready
while read -r order tenths; do
  if [ "$order" = off ]; then
    kill -TERM -1 2>/dev/null
    while [ "$tenths" -gt 0 ]; do
      others=0
      for process in /proc/[0-9]*; do
        # Zombies are over: they only wait for this shell to read their exit code.
        if [ "$process" != /proc/1 ] && ! grep -q '^State:.Z' "$process/status" 2>/dev/null; then
          [ -d "$process" ] && others=1
        fi
      done
      [ "$others" = 0 ] && break
      sleep 0.1
      tenths=$((tenths - 1))
    done
    exit 0
  fi
done
