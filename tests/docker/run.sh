#!/usr/bin/env bash
# Build the image and prove that it works locked down: read-only, without capabilities, with little memory.
# Uses docker where its daemon answers, else buildah and podman (with their packages installed if root).
# shellcheck disable=SC2329 # the functions are called by check and trap
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

image=wengert:ci
container=wengert-ci
python_image=$(sed -n 's/^ARG PYTHON_IMAGE=//p' Dockerfile)
standin=localhost/wengert-python:3.11
passed=0
failed=0
scratch=$(mktemp -d)

cleanup() {
    engine rm --force "$container" >/dev/null 2>&1
    rm -rf "$scratch"
}

# check NAME COMMAND...: one line per check, with the command's output if it fails.
check() {
    local name=$1 start=$SECONDS
    shift
    if "$@" >"$scratch/log" 2>&1; then
        passed=$((passed + 1))
        echo "ok      $name ($((SECONDS - start)) s)"
    else
        failed=$((failed + 1))
        echo "FAILED  $name ($((SECONDS - start)) s)"
        tail -n 40 "$scratch/log" | sed 's/^/        /'
        return 1
    fi
}

finish() {
    echo "$passed passed, $failed failed"
    exit $((failed > 0))
}

if timeout --foreground 20 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; then
    tools=docker
    engine() { docker "$@"; }
else
    tools=podman
    # Neither systemd nor crun is needed this way; errors about timers that need systemd are left out.
    engine() {
        podman --log-level fatal --cgroup-manager cgroupfs --events-backend file --runtime runc "$@"
    }
fi
echo "building and running with $tools"
trap cleanup EXIT
trap 'exit 130' INT TERM

install_tools() {
    command -v buildah podman runc >/dev/null && return
    [ "$(id -u)" = 0 ] || { echo "install docker, or buildah, podman and runc"; return 1; }
    apt_install buildah podman runc uidmap fuse-overlayfs netavark golang-github-containers-common
}

apt_install() {
    apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
}

# Where the base image cannot be pulled, Debian's own Python of the same version takes its place.
base_image() {
    buildah inspect --type image "$python_image" && return
    timeout --foreground 60 buildah pull "$python_image" && return
    buildah inspect --type image "$standin" && python_image=$standin && return
    if ! command -v mmdebstrap; then
        [ "$(id -u)" = 0 ] && apt_install mmdebstrap debian-archive-keyring || return
    fi
    # shellcheck disable=SC2016 # mmdebstrap sets $1
    timeout --foreground 200 mmdebstrap --variant=minbase --dpkgopt=force-unsafe-io \
        --include=python3,python3-pip,python3-venv,ca-certificates \
        --customize-hook='ln -s /usr/bin/python3 "$1/usr/local/bin/python"' \
        bookworm "$scratch/base.tar" &&
        engine import "$scratch/base.tar" "$standin" && python_image=$standin
}

build() {
    local options=(--tag "$image" --file Dockerfile) path
    python3 tests/docker/pip_settings.py "$scratch" >"$scratch/folders" || return
    options+=(--secret "id=pip-conf,src=$scratch/pip.conf")
    [ ! -f "$scratch/cert.pem" ] || options+=(--secret "id=pip-cert,src=$scratch/cert.pem")
    if [ "$tools" = docker ]; then
        DOCKER_BUILDKIT=1 timeout --foreground 240 docker build "${options[@]}" .
    else
        while read -r path; do
            options+=(--volume "$path:$path:ro")
        done <"$scratch/folders"
        timeout --foreground 240 buildah bud --layers --force-rm --isolation chroot --network host \
            --pull-never --format docker --build-arg "PYTHON_IMAGE=$python_image" "${options[@]}" .
    fi
}

start() {
    local options=(--read-only --cap-drop all --security-opt no-new-privileges --memory 512m)
    # The defaults may be above what this machine's root is allowed to set.
    options+=(--ulimit nofile=1024:1024 --ulimit nproc=1024:1024)
    if [ "$tools" = docker ]; then
        options+=(--publish 127.0.0.1::8000)
    else
        # Nothing is writable, as with docker: podman would add a writable /tmp.
        options+=(--pull never --network none --read-only-tmpfs=false)
    fi
    engine run --detach --name "$container" "${options[@]}" "$image"
}

healthy() {
    if [ "$tools" = docker ]; then
        [ "$(docker inspect --format '{{.State.Health.Status}}' "$container")" = healthy ]
    else
        engine healthcheck run "$container"
    fi
}

wait_healthy() {
    local deadline=$((SECONDS + 60))
    until healthy >"$scratch/health" 2>&1; do
        if [ "$(engine inspect --format '{{.State.Running}}' "$container")" != true ] || ((SECONDS > deadline)); then
            cat "$scratch/health"
            engine logs "$container"
            return 1
        fi
        sleep 0.5
    done
}

# Only a server bound to every address, as a published port needs, answers on 127.0.0.2.
gradient_inside() { engine exec -i "$container" python - 127.0.0.2 8000 <tests/docker/gradient.py; }

pages_inside() { engine exec -i "$container" python - 127.0.0.1 8000 <tests/docker/pages.py; }

gradient_outside() {
    local address
    address=$(docker port "$container" 8000/tcp) && python3 tests/docker/gradient.py 127.0.0.1 "${address##*:}"
}

# The healthcheck, pointed at a port where nothing listens.
healthcheck_can_fail() {
    local command
    mapfile -t command < <(engine image inspect "$image" |
        python3 -c 'import json, sys
image = json.load(sys.stdin)[0]
print(*(image["Config"].get("Healthcheck") or image["Healthcheck"])["Test"][1:], sep="\n")')
    [ ${#command[@]} -gt 1 ] && engine exec "$container" "${command[@]}" &&
        ! engine exec --env WENGERT_PORT=1 "$container" "${command[@]}"
}

not_root() {
    local ids
    ids=$(engine exec "$container" sed -n 's/^[UG]id:\t//p' /proc/1/status) && echo "$ids" &&
        [ "$(tr -s '\t\n' ' ' <<<"$ids")" = "10001 10001 10001 10001 10001 10001 10001 10001 " ]
}

# Not even root may write, and the reason is the file system.
read_only() {
    local folder message
    for folder in "" /tmp /srv/wengert /opt/wengert; do
        message=$(engine exec --user 0 "$container" touch "$folder/written" 2>&1) && return 1
        echo "$message"
        [[ $message == *'Read-only file system'* ]] || return
    done
}

no_capabilities() {
    local sets
    sets=$(engine exec "$container" grep -E '^Cap(Prm|Eff|Bnd)' /proc/1/status) && echo "$sets" &&
        [ "$(grep -c '0000000000000000$' <<<"$sets")" = 3 ]
}

memory_limited() {
    [ "$(engine exec "$container" sh -c \
        'cat /sys/fs/cgroup/memory.max || cat /sys/fs/cgroup/memory/memory.limit_in_bytes')" = $((512 << 20)) ]
}

compiled() {
    engine exec "$container" python -c '
import os, app, numpy
missing = [module.__cached__ for module in (app, numpy) if not os.path.exists(module.__cached__)]
assert not missing, missing'
}

no_leftovers() {
    local found
    # Without capabilities a few folders are closed even to root, hence the last word instead of find's code.
    found=$(engine exec --user 0 "$container" sh -c "find / -xdev -not -path '/usr/*' \
        \( -path '*/.cache/pip' -o -name pip.conf -o -name 'pip-c*' \) 2>/dev/null; echo searched")
    echo "$found"
    [ "$found" = searched ]
}

version_label() {
    [ "$(engine image inspect --format '{{index .Config.Labels "org.opencontainers.image.version"}}' "$image")" = \
        "$(engine exec "$container" python -c 'import app; print(app.__version__)')" ]
}

stops() {
    local start=$SECONDS code
    engine stop --time 10 "$container" || return
    code=$(engine inspect --format '{{.State.ExitCode}}' "$container")
    echo "exit code $code after $((SECONDS - start)) s"
    engine logs "$container"
    [ "$code" = 0 ] && ((SECONDS - start <= 10))
}

if [ "$tools" = podman ]; then
    check "tools" install_tools || finish
    check "base image" base_image || finish
    [ "$python_image" = "$standin" ] && echo "        a stand-in, as the real one cannot be pulled"
fi
engine rm --force "$container" >/dev/null 2>&1
previous=$(engine image inspect --format '{{.Id}}' "$image" 2>/dev/null)
check "image builds" build || finish
if [ -n "$previous" ] && [ "$previous" != "$(engine image inspect --format '{{.Id}}' "$image")" ]; then
    engine rmi "$previous" >/dev/null 2>&1
fi

check "starts locked down" start || finish
check "becomes healthy" wait_healthy || finish
check "gradient, asked inside" gradient_inside
[ "$tools" = podman ] || check "gradient, asked through the published port" gradient_outside
check "pages and examples, asked inside" pages_inside
check "healthcheck passes, and fails without a server" healthcheck_can_fail
check "runs as 10001, not root" not_root
check "root file system is read-only" read_only
check "has no capabilities" no_capabilities
check "memory is limited" memory_limited
check "bytecode is in the image" compiled
check "no pip configuration or cache in the image" no_leftovers
check "version label is the app's version" version_label
check "SIGTERM ends it with code 0 within 10 s" stops
finish
