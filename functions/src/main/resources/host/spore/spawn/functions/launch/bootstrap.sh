#!/bin/bash
# User data of a spawn instance (Amazon Linux 2023, Debian, Ubuntu; systemd, curl, and python3, which cloud-init needs).
# 1. A dead man's switch, before anything is downloaded: it needs no agent, and ends the instance whatever fails below.
# 2. spored, from S3 with the instance's role; what has not the promised checksum and a signature by the pinned key is never
#    unpacked, let alone run. An image that has this very archive baked in needs no S3.
# 3. The user's workload, only once spored runs: without its keeper it would be work that nobody ends in time.
# Every path stands under SPAWN_ROOT (empty on an instance); payloads come as base64, so no text of a user is ever read
# as a command by this script.
set -u
umask 022

bucket='@SPAWN_BINARIES_BUCKET@'
key='@SPAWN_SPORED_KEY@'
sha256='@SPAWN_SPORED_SHA256@'
public_key='@SPAWN_SPORED_PUBLIC_KEY@'
region='@SPAWN_REGION@'
bus='@SPAWN_BUS_NAME@'
config='@SPAWN_CONFIG_BASE64@'
workload='@SPAWN_WORKLOAD_BASE64@'
variables='@SPAWN_VARIABLES_BASE64@'
secrets='@SPAWN_SECRETS_BASE64@'

R="${SPAWN_ROOT:-}"
units="$R/etc/systemd/system"
lib="$R/usr/local/lib/spawn"
state="$R/var/lib/spawn"

say() { echo "spawn: $*"; }

mkdir -p "$units" "$lib" "$state" "$R/etc/spored" "$R/opt" "$R/var/lib/spored" "$R/var/log/spawn" "$R/run/spored"

# What the seams were when this ran is what they are for every unit.
for name in SPAWN_ROOT AWS_ENDPOINT_URL AWS_EC2_METADATA_SERVICE_ENDPOINT SPORED_POWEROFF SPORED_INTERVAL_SECONDS SPORED_IDLE_SECONDS; do
  if [ -n "${!name:-}" ]; then
    value=${!name//\\/\\\\}
    printf '%s="%s"\n' "$name" "${value//\"/\\\"}"
  fi
done > "$R/etc/spored/environment"

# --- 1. the dead man's switch -----------------------------------------------------------------------------------------
cat > "$lib/deadline" <<'EOF'
#!/bin/bash
# Powers off 90 s past the deadline (tag "ttl" of instance metadata, else the last one known). Run every minute.
set -u
R="${SPAWN_ROOT:-}"
known="$R/var/lib/spawn/deadline"
service="${AWS_EC2_METADATA_SERVICE_ENDPOINT:-http://169.254.169.254}"
ask() { curl -sf --noproxy '*' --max-time 3 "$@"; }
get() { ask -H "X-aws-ec2-metadata-token: $token" "${service%/}/latest/meta-data/$1"; }

instance='' ttl='' now=$(date +%s)
if answer=$(ask -i -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "${service%/}/latest/api/token"); then
  token=${answer##*$'\n'}
  # A clock that is set wrong must not end an instance early: the service's own counts, while it answers.
  served=$(sed -n 's/^[Dd]ate: *//p' <<< "$answer" | tr -d '\r')
  if [ -n "$served" ] && served=$(date -u -d "$served" +%s 2>/dev/null); then now=$served; fi
  instance=$(get instance-id)
  ttl=$(get tags/instance/ttl)
fi
# On Nitro the board says it too. A disk copied from another instance must not bring that one's deadline along.
[ -n "$instance" ] || instance=$(cat "$R/sys/class/dmi/id/board_asset_tag" 2>/dev/null)

due=''
if [[ $ttl =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z$ ]]; then
  due=$(date -u -d "$ttl" +%s 2>/dev/null)
  # No deadline lies further ahead than a year: that is no reading, it is an error.
  [ -z "$due" ] || [ "$due" -le $((now + 367 * 86400)) ] || due=''
fi
if [ -n "$due" ]; then
  # On a full disk the old one stays; the tag was readable, and will be again.
  echo "$instance $due" > "$known.new" && mv -f "$known.new" "$known"
elif read -r owner last 2>/dev/null < "$known" && [[ $last =~ ^[0-9]+$ ]]; then
  [[ $instance != i-* || $owner == "$instance" ]] && due=$last
fi
[ -n "$due" ] || { echo "spawn-deadline: the deadline is unknown"; exit 0; }

late=$((now - due))
[ "$late" -ge 90 ] || exit 0
echo "spawn-deadline: $late s past the deadline, powering off"
if [ -n "${SPORED_POWEROFF:-}" ]; then
  exec /bin/sh -c "$SPORED_POWEROFF"
fi
# Five minutes of trying in good order are enough.
[ -n "$R" ] || [ "$late" -lt 390 ] || timeout 10 systemctl poweroff --force --force
timeout 10 systemctl poweroff || timeout 10 shutdown -h now || [ -n "$R" ] || timeout 10 systemctl poweroff --force ||
  systemctl poweroff --force --force
EOF
chmod 755 "$lib/deadline"

cat > "$units/spawn-deadline.service" <<EOF
[Unit]
Description=Dead man's switch of this spawn instance

[Service]
Type=oneshot
EnvironmentFile=-$R/etc/spored/environment
ExecStart=$lib/deadline
TimeoutStartSec=50
EOF

# Enabled, not transient: it must still be there after a stop and a start.
cat > "$units/spawn-deadline.timer" <<EOF
[Unit]
Description=Dead man's switch of this spawn instance, every minute

[Timer]
OnBootSec=10s
OnCalendar=minutely
AccuracySec=1s

[Install]
WantedBy=timers.target
EOF
systemctl daemon-reload
systemctl enable --now spawn-deadline.timer || say "the dead man's switch could not be started"
if ! command -v curl > /dev/null && command -v apt-get > /dev/null; then
  timeout 300 apt-get -qq update && timeout 300 apt-get -qq install -y curl || say "no curl: the dead man's switch is blind"
fi

# --- 2. spored --------------------------------------------------------------------------------------------------------
printf '%s' "$config" | base64 -d > "$R/etc/spored/config.yaml"
grep -q '^bus:' "$R/etc/spored/config.yaml" || printf 'bus: %s\n' "$bus" >> "$R/etc/spored/config.yaml"

# Signed by hand: only Amazon Linux brings the aws command, and older curls sign what S3 refuses.
cat > "$lib/fetch" <<'EOF'
import datetime, hashlib, hmac, json, os, sys, urllib.parse, urllib.request
bucket, key, region, target = sys.argv[1:]
service = (os.environ.get("AWS_EC2_METADATA_SERVICE_ENDPOINT") or "http://169.254.169.254").rstrip("/")
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
def ask(path, method="GET", **headers):
    request = urllib.request.Request(service + path, method=method, headers={k.replace("_", "-"): v for k, v in headers.items()})
    return direct.open(request, timeout=5).read().decode().strip()
token = ask("/latest/api/token", "PUT", X_aws_ec2_metadata_token_ttl_seconds="300")
def get(path):
    return ask("/latest/meta-data/" + path, X_aws_ec2_metadata_token=token)
role = get("iam/security-credentials/").splitlines()[0]
login = json.loads(get("iam/security-credentials/" + role))
endpoint = (os.environ.get("AWS_ENDPOINT_URL") or "").rstrip("/")
if endpoint:
    url = f"{endpoint}/{bucket}/{key}"
else:
    try:
        domain = get("services/domain")
    except OSError:
        domain = "amazonaws.com"
    url = f"https://{bucket}.s3.{region}.{domain}/{key}"
parts = urllib.parse.urlsplit(url)
time = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
headers = {"host": parts.netloc, "x-amz-content-sha256": hashlib.sha256(b"").hexdigest(), "x-amz-date": time}
if login.get("Token"):
    headers["x-amz-security-token"] = login["Token"]
names = ";".join(sorted(headers))
request = "\n".join(["GET", urllib.parse.quote(parts.path), "", *[f"{k}:{headers[k]}" for k in sorted(headers)], "", names, headers["x-amz-content-sha256"]])
scope = f"{time[:8]}/{region}/s3/aws4_request"
signature = ("AWS4" + login["SecretAccessKey"]).encode()
for text in [*scope.split("/"), "\n".join(["AWS4-HMAC-SHA256", time, scope, hashlib.sha256(request.encode()).hexdigest()])]:
    signature = hmac.new(signature, text.encode(), hashlib.sha256).digest()
headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={login['AccessKeyId']}/{scope}, SignedHeaders={names}, Signature={signature.hex()}"
with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer, open(target, "wb") as file:
    while block := answer.read(1 << 20):
        file.write(block)
EOF

archive="$state/spored.tar.xz"
pull() {
  problem=$(timeout 300 python3 "$lib/fetch" "$bucket" "$1" "$region" "$2" 2>&1) && return 0
  say "spored could not be fetched from s3://$bucket/$1: $(printf '%s' "$problem" | tail -n 1)"
  return 1
}
genuine() {
  if [ "$(sha256sum < "$archive")" != "$sha256  -" ]; then
    say "spored has the wrong checksum: expected $sha256"
    return 1
  fi
  { echo '-----BEGIN PUBLIC KEY-----'; echo "$public_key" | fold -w 64; echo '-----END PUBLIC KEY-----'; } > "$archive.pub"
  if ! problem=$(openssl dgst -sha256 -verify "$archive.pub" -signature "$archive.sig" "$archive" 2>&1); then
    say "spored has not the pinned key's signature: $(printf '%s' "$problem" | head -n 1)"
    return 1
  fi
}
fetch() {
  rm -f "$archive" "$archive.sig"
  pull "$key" "$archive" && pull "$key.sig" "$archive.sig" && genuine && return 0
  rm -f "$archive"
  return 1
}

# Whoever can write there is root of the image, and needs no archive to have it his way.
if [ "$(cat "$R/opt/spored/.sha256" 2>/dev/null)" = "$sha256" ]; then
  say "spored is in the image"
else
  if [ -z "$R" ] && ! command -v openssl > /dev/null; then
    { timeout 300 dnf -q -y install openssl || timeout 300 apt-get -qq install -y openssl; } > /dev/null 2>&1
  fi
  attempts="${SPAWN_FETCH_ATTEMPTS:-30}"
  pause="${SPAWN_FETCH_PAUSE_SECONDS:-2}"
  attempt=1
  until fetch; do
    if [ "$attempt" -ge "$attempts" ]; then
      say "gave up after $attempt attempts: no agent; the dead man's switch ends this instance"
      exit 1
    fi
    attempt=$((attempt + 1))
    sleep "$pause"
    pause=$((pause * 2 < 60 ? pause * 2 : 60))
  done

  rm -rf "$R/opt/spored.new"
  mkdir "$R/opt/spored.new"
  # python3 is on every image, the program xz is not.
  unxz='import lzma, shutil, sys; shutil.copyfileobj(lzma.open(sys.argv[1]), sys.stdout.buffer)'
  python3 -c "$unxz" "$archive" | tar -x --no-same-owner -C "$R/opt/spored.new" \
    || { say "spored could not be unpacked"; exit 1; }
  echo "$sha256" > "$R/opt/spored.new/.sha256"
  rm -rf "$R/opt/spored"
  mv "$R/opt/spored.new" "$R/opt/spored"
  rm -f "$archive"*
fi

# Never root by accident: the image's login user, else the first ordinary one, else nobody.
login=''
for name in ec2-user ubuntu admin; do
  [ -n "$login" ] || ! id "$name" > /dev/null 2>&1 || login=$name
done
[ -n "$login" ] || login=$(getent passwd | awk -F: '$3 >= 1000 && $3 < 60000 { print $1; exit }')
login=${login:-nobody}
# Under a prefix it is whoever runs this: the machine's users are none of our business.
[ -z "$R" ] || login=$(id -un)


unit() {
  local text
  text=$(cat "$R/opt/spored/systemd/$1")
  text=${text//=\/opt\//="$R"/opt/}
  text=${text//@LOGIN@/$login}
  printf '%s\n' "${text//=-\/etc\//=-"$R"/etc/}" > "$units/$1"
}
unit spored.service
systemctl daemon-reload
systemctl enable --now spored.service || { say "spored could not be started; no workload without it"; exit 1; }

# --- 3. the user's workload -------------------------------------------------------------------------------------------
if mode=$(grep -E '^worker_(jobs: /|activity: .)' "$R/etc/spored/config.yaml"); then
  jobs=$(sed -n 's|^worker_jobs: /|/|p' <<< "$mode")
  jobs="$R${jobs:-/var/lib/spawn/worker}"
  mkdir -p "$jobs" && chown "$login" "$jobs"
  unit spawn-worker.service
  systemctl daemon-reload
  systemctl enable --now spawn-worker.service || say "the worker could not be started"
fi
[ -n "$workload" ] || exit 0
printf '%s' "$workload" | base64 -d > "$state/workload.sh"
for part in variables secrets; do printf '%s' "${!part}" | base64 -d > "$state/$part"; done
: >> "$R/var/log/spawn/workload.log"
chmod 700 "$state/workload.sh"
chmod 600 "$state/variables"
mkdir -p "$state/exit"
with=
[ -z "$variables$secrets" ] || with="python3 $R/opt/spored/bin/with-variables"
chown "$login" "$state/workload.sh" "$state/variables" "$state/exit" "$R/var/log/spawn/workload.log"
cat > "$lib/workload" <<'EOF'
#!/bin/bash
# The user's script, to the journal and to a file; its exit code is the unit's, and is left for spored to report.
R="${SPAWN_ROOT:-}"
export PATH="$PATH:$R/opt/spored/bin"
trap : TERM INT HUP
[ -z "${HOME:-}" ] || cd "$HOME" 2>/dev/null || cd "$R/var/lib/spawn" || exit 1
"$@" "$R/var/lib/spawn/workload.sh" 2>&1 | tee -a "$R/var/log/spawn/workload.log"
code=${PIPESTATUS[0]}
# Nothing has run, so nothing has ended: spored says why.
[ ! -e "$R/var/lib/spawn/exit/secrets" ] || exit "$code"
record="$R/var/lib/spawn/exit/workload"
echo "$code $SECONDS" > "$record.new" && mv -f "$record.new" "$record"
exit "$code"
EOF
chmod 755 "$lib/workload"
# Like user data it runs once in an instance's life, not at every boot.
cat > "$units/spawn-workload.service" <<EOF
[Unit]
Description=The workload of this spawn instance
After=spored.service

[Service]
Type=simple
User=$login
# When its memory runs out, the script that records the end must outlive the workload.
OOMPolicy=continue
EnvironmentFile=-$R/etc/spored/environment
ExecStart=$lib/workload $with
EOF
systemctl daemon-reload
systemctl start --no-block spawn-workload.service || say "the workload could not be started"
