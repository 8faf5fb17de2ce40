#!/bin/bash
# Users and owners: the machine's are not touched, and an instance of the embedded cloud has the login users of its
# images. useradd, usermod, groupadd, chown, chgrp and loginctl change nothing; id and getent know the login users.
tool=${0##*/}
user=
for argument in "$@"; do
  case $argument in
    ec2-user | ubuntu) user=$argument ;;
  esac
done
case $tool in
  id)
    case ${user:+$*} in
      '') exec /usr/bin/id "$@" ;;
      *-u*n* | *-n*u* | *-g*n* | *-n*g*) echo "$user" ;;
      *-u* | *-g*) echo 1000 ;;
      *) echo "uid=1000($user) gid=1000($user) groups=1000($user)" ;;
    esac
    ;;
  getent)
    if [ "${1-}" = passwd ] && [ -n "$user" ]; then
      echo "$user:x:1000:1000::/home/$user:/bin/bash"
    else
      exec /usr/bin/getent "$@"
    fi
    ;;
esac
