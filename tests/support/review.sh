# shellcheck shell=bash
# What the cases of tests/cli/review_*.sh share: a server of their own, and asking it with curl.

review() { # ARGUMENT...: start it; `address` and `origin` are set
    review_opening --no-open "$@"
}

review_opening() { # likewise, and it may open a browser
    : >served # before it is another process' turn: the address of an earlier one is not read
    "$SLADD" review --models "$ROOT/models" --seed 1 "$@" >served 2>served.errors &
    server=$!
    trap stop_review EXIT
    address=
    for _ in {1..300}; do
        address=$(grep -m 1 '^http://' served || true)
        [[ -z $address ]] || break
        kill -0 "$server" 2>/dev/null || fail "the server ended: $(<served.errors)"
        sleep 0.1
    done
    [[ -n $address ]] || fail "the server says no address"
    origin=${address%/*/}
}

stop_review() { # it ends by itself, without complaints of a sanitizer
    local status=0
    trap - EXIT
    kill "$server" 2>/dev/null || true
    wait "$server" || status=$?
    [[ $status == 0 ]] || fail "the server ended with $status: $(<served.errors)"
}

ask() { # STATUS PATH [CURL-OPTION...]: the answer is in `answer`, its headers in `headers`
    local wanted=$1 path=$2 got
    shift 2
    got=$(curl -sS --noproxy '*' -o answer -D headers -w '%{http_code}' --max-time 60 "$@" "$path" 2>log) || got="curl $?"
    [[ $got == "$wanted" ]] || fail "$got instead of $wanted: $path $* $(head -c 300 answer 2>/dev/null)"
}

tell() { # STATUS NAME JSON: as the page would
    ask "$1" "$address$2" -H "Origin: $origin" -H 'Content-Type: application/json' --data-binary "$3"
}

tell_seen() { # STATUS NAME [JSON]: likewise, of a page that has seen all edits
    ask 200 "${address}state"
    tell "$1" "$2" "$(python3 -c 'import json, sys
print(json.dumps(json.loads(sys.argv[1]) | {"seen": json.load(open("answer"))["edits"]}))' "${3:-{\}}")"
}

said() { # PYTHON-EXPRESSION about the answer a: must be true
    python3 -c 'import json, sys
a = json.load(open("answer"))
sys.exit(0 if eval(sys.argv[1]) else json.dumps(a)[:2000])' "$1" 2>>log || fail "the answer is not so: $1"
}

settled() { # until nothing waits to be looked at
    for _ in {1..600}; do
        ask 200 "${address}state"
        ! python3 -c 'import json, sys; sys.exit(json.load(open("answer"))["waiting"] > 0)' || return 0
        sleep 0.2
    done
    fail "it never ends"
}

until_state() { # PYTHON-EXPRESSION about the state a: becomes true
    for _ in {1..600}; do
        ask 200 "${address}state"
        ! python3 -c 'import json, sys; a = json.load(open("answer")); sys.exit(not eval(sys.argv[1]))' "$1" || return 0
        sleep 0.2
    done
    fail "it never comes to it: $1"
}

until_made() { # the copies, or what keeps them from being made
    for _ in {1..600}; do
        ask 200 "${address}cleaning"
        ! grep -q '"running":false' answer || return 0
        sleep 0.2
    done
    fail "the copies are never made"
}

place() { # PHOTO KIND NUMBER: the box of a place, as JSON
    ask 200 "${address}photo?photo=$1"
    python3 -c 'import json, sys
print(json.dumps([r["box"] for r in json.load(open("answer"))["regions"] if r["kind"] == sys.argv[1]][int(sys.argv[2])]))' "$2" "$3"
}

unwritten() { # BEFORE FOLDER MESSAGE: it is as it was before, but for what was detected in its photos
    nothing_in "$2/sanitised"
    diff -r -x sanitised "$1" "$2" >log || fail "$3"
}

sleep_until() { # PID: has ended
    for _ in {1..300}; do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.1
    done
    fail "$1 goes on"
}
