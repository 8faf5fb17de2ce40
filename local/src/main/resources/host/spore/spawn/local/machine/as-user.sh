#!/bin/bash
# sudo, runuser, su, setpriv: an instance of the embedded cloud has one user, so these only run the command.
while [ $# -gt 0 ]; do
  case $1 in
    -u | -g | --user | --group | -s | --shell | --reuid | --regid) shift 2 ;;
    -c | --command)
      shift
      exec /bin/bash -c "$@"
      ;;
    --)
      shift
      break
      ;;
    -*) shift ;;
    *=*)
      # sudo NAME=value command
      export "${1?}"
      shift
      ;;
    *)
      # su USER, su - USER; a user is not a program
      if [ "${0##*/}" = su ] && [ -z "${user-}" ]; then
        user=$1
        shift
      else
        break
      fi
      ;;
  esac
done
[ $# -gt 0 ] || exit 0
exec "$@"
