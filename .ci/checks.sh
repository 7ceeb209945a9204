# shellcheck shell=bash
# What the checks of ./serve and of its archive have in common; sourced in the checkout by a script that has set serve, the words that
# start the command. Makes a directory, $work, that goes with all processes in `started` when the script ends; the first failure ends it.
# Needs curl.
root=$PWD
# Unix sockets have short names only, so not below the checkout.
work=$(mktemp -d "${TMPDIR:-/tmp}/serve.XXXXXX")
passed=0
started=()
# Of the sample.
free_ports=()
for name in web tls tls-required tls-requested rpc tcp admin; do
    free_ports+=(--set "listeners.$name.port=0")
done

finish() {
    local status=$? pid
    for pid in "${started[@]}"; do
        if kill -0 "$pid" 2>/dev/null; then
            kill -9 "$pid" 2>/dev/null || true
        fi
    done
    if [ "$status" -ne 0 ]; then
        for log in "$work"/*.err; do
            [ ! -s "$log" ] || { echo "--- ${log##*/}"; tail -n 40 "$log"; }
        done
    fi
    rm -rf "$work"
    printf '%d:%02d minutes\n' $((SECONDS / 60)) $((SECONDS % 60))
    if [ "$status" -eq 0 ]; then
        echo "$passed passed, 0 failed"
    else
        echo "$passed passed, 1 failed"
    fi
}
trap finish EXIT

pass() {
    passed=$((passed + 1))
    echo "  ok    $1"
}

fail() {
    echo "  FAIL  $1"
    [ $# -lt 2 ] || printf '        %s\n' "${@:2}"
    exit 1
}

# equal WHAT EXPECTED ACTUAL
equal() {
    [ "$2" = "$3" ] || fail "$1" "expected: $2" "but was:  $3"
    pass "$1"
}

# contains WHAT TEXT PART...
contains() {
    local what=$1 text=$2 part
    shift 2
    for part in "$@"; do
        [[ $text == *"$part"* ]] || fail "$what" "expected in it: $part" "but was: $text"
    done
    pass "$what"
}

# start NAME DIRECTORY ARGUMENT...: serve run --json; waits until it is ready. Sets pid and ready.
start() {
    local name=$1 directory=$2
    shift 2
    (cd "$directory" && exec "${serve[@]}" run --json "$@") >"$work/$name.out" 2>"$work/$name.err" &
    pid=$!
    started+=("$pid")
    local deadline=$((SECONDS + 300))
    until [ -s "$work/$name.out" ]; do
        kill -0 "$pid" 2>/dev/null || fail "$name starts"
        [ "$SECONDS" -lt "$deadline" ] || fail "$name starts within five minutes"
        sleep 0.1
    done
    ready=$(cat "$work/$name.out")
}

# stop: SIGTERM to pid; sets code and took (in milliseconds).
stop() {
    local begun
    begun=$(now)
    kill -TERM "$pid"
    code=0
    wait "$pid" || code=$?
    took=$(($(now) - begun))
}

now() {
    local micros=${EPOCHREALTIME/[.,]/}
    echo $((micros / 1000))
}

# field LISTENER KEY of what serve said when it was ready
field() {
    sed -n "s/.*{\"name\":\"$1\"[^}]*\"$2\":\"\{0,1\}\([^,\"}]*\).*/\1/p" <<<"$ready"
}

ask() {
    curl --silent --show-error --max-time 30 "$@"
}
