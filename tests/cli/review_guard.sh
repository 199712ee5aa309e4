# The review page's server: nobody but the browser that has the address gets anything, and no request is too long, too slow
# or too many for it.
# shellcheck source=tests/support/review.sh disable=SC1091
source "$SUPPORT/review.sh"
command -v curl >/dev/null || skip "needs curl"
photo photos/a.jpg 200 150 ycc 2x2
echo secret >photos/secret.txt
printf 'version: 1\npeople: {kari: {name: Kari, role: staff}}\n' >photos/consent.yaml
cp -r photos before
review photos
port=${origin##*:} token=${address#"$origin"/} token=${token%/}
[[ ${#token} == 64 ]] || fail "the token is not of 256 bits: $token"
json=(-H 'Content-Type: application/json' --data-binary '{"photo": 0, "do": "publish", "answer": "no"}')

# With the address, everything is there, and nothing may come from elsewhere, be kept, or be framed.
ask 200 "$address"
for header in "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" \
    'x-content-type-options: nosniff' 'referrer-policy: no-referrer' 'cache-control: no-store' 'cross-origin-resource-policy: same-origin'; do
    grep -qiF "$header" headers || fail "no header $header"
done
# The page names no address but its own files.
for file in "" $(ls "$ROOT/src/serve/page"); do
    ask 200 "$address$file"
    ! grep -oE '(https?:)?//[a-z0-9.-]+\.[a-z]+' answer | grep -v '^http://www\.w3\.org$' >log || fail "$file names another address"
    ! grep -nE 'innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|style="' answer >log || fail "$file: markup from texts"
done
ask 200 "${origin/127.0.0.1/localhost}/$token/state"

# A wrong token, or none.
wrong=$(tr '0-9a-f' '1-9a-f0' <<<"$token")
for path in / /state "/$wrong/" "/$wrong/state" "/${token}x/state" "/${token:0:63}/state" "/$token" "/${token^^}/state" "//$token/state" "/x/../$token/state"; do
    [[ $path != "/${token^^}/state" || $token != "${token^^}" ]] || continue
    ask 404 "$origin$path" --path-as-is
    [[ $(<answer) == no ]] || fail "a refusal says more than no"
done

# DNS rebinding: another name for this address. A page elsewhere. A form elsewhere, which sends no Origin or no JSON.
for host in evil.example "evil.example:$port" 127.0.0.1 "127.0.0.1:1" "127.0.0.1:$port.evil.example" "localhost.evil.example:$port" ""; do
    ask 403 "${address}state" -H "Host: $host"
done
for other in http://evil.example null "http://evil.example:$port" "https://127.0.0.1:$port" "http://127.0.0.1:1" "http://127.0.0.1:$port.evil.example"; do
    ask 403 "${address}state" -H "Origin: $other"
    ask 403 "${address}edit" -H "Origin: $other" "${json[@]}"
done
for site in cross-site same-site; do
    ask 403 "${address}state" -H "Sec-Fetch-Site: $site"
done
ask 403 "${address}edit" "${json[@]}"
ask 415 "${address}edit" -H "Origin: $origin" --data-binary '{"do": "publish", "photo": 0, "answer": "no"}'
ask 415 "${address}edit" -H "Origin: $origin" -H 'Content-Type: text/plain' --data-binary '{"do": "publish", "photo": 0, "answer": "no"}'
for method in PUT DELETE OPTIONS PATCH; do
    ask 405 "${address}state" -X $method -H "Origin: $origin"
done
ask 405 "${address}edit"
ask 405 "${address}state" -H "Origin: $origin" "${json[@]}"

# No path leads to a file: what is asked for is the server's own, by number.
for name in secret.txt a.jpg ../photos/secret.txt ..%2fsecret.txt %2e%2e/secret.txt /etc/passwd consent.yaml page.html/ "small/" \
    'small?photo=1' 'small?photo=-1' 'small?photo=99999999999999999999' 'small?photo=0x0' 'small?photo=../secret.txt' 'small' \
    'output?photo=secret.txt' 'output?photo=0' 'photo?photo=1'; do
    ask 404 "$address$name" --path-as-is
    ! grep -q secret answer || fail "$name"
done

# What is no edit changes nothing.
for body in '' '[]' '"x"' '{' '{}' '{"do": "publish"}' '{"do": "publish", "photo": 7, "answer": "no"}' '{"do": "name", "photo": 0}' \
    '{"do": "publish", "photo": 0, "answer": "perhaps"}' '{"do": "name", "photo": 0, "box": [0.1, 0.1, 0.2, 0.2], "person": "nobody"}' \
    '{"do": "name", "photo": 0, "box": [0.1, 0.1, 0, 0.2], "person": "kari"}' '{"do": "blur", "photo": 0, "box": [1, 2, 3]}' \
    '{"do": "blur", "photo": 0, "box": [1e999, 0, 1, 1]}' '{"do": "person", "file": 0, "name": "a\nb"}' '{"do": "person", "file": 9, "name": "a"}' \
    '{"do": "person", "file": 0, "name": ""}' '{"do": "person", "file": 0, "name": "Ola", "role": "king"}' '{"do": "person", "file": 0, "name": "Ola", "born": "01.02.2003"}' \
    '{"do": "consent", "file": 0, "person": "kari", "form": "written", "date": "2026-13-01", "channels": "web"}' '{"do": "consent", "file": 0, "person": "ola", "form": "written", "date": "2026-01-01", "channels": "web"}' \
    '{"do": "consent", "file": 0, "person": "kari", "form": "written", "date": "2026-01-01"}' \
    '{"do": "withdraw", "file": 0, "person": "kari", "consent": 0, "date": "2026-01-01"}' '{"do": "publish", "do": "publish", "photo": 0, "answer": "no"}'; do
    tell 400 edit "$body"
done
settled
said 'a["unsaved"] == 0 and not a["can_undo"]'

# Too large, said or done; too long; too slow; too many.
head -c 70000 /dev/zero | tr '\0' ' ' >large
ask 413 "${address}edit" -H "Origin: $origin" -H 'Content-Type: application/json' -H 'Expect:' --data-binary @large
ask 413 "${address}edit" -H "Origin: $origin" -H 'Content-Type: application/json' -H 'Expect:' -H 'Transfer-Encoding: chunked' --data-binary @large
ask 404 "$address$(head -c 3000 /dev/zero | tr '\0' a)"
python3 - "$port" "$token" <<'PYTHON' || fail "slow and many"
import socket, sys, time
port, token = int(sys.argv[1]), sys.argv[2]
def dial():
    s = socket.create_connection(("127.0.0.1", port)); s.settimeout(40); return s
# No Host, two of them.
for hosts in ("", f"Host: 127.0.0.1:{port}\r\nHost: evil.example\r\n", f"Host: evil.example\r\nHost: 127.0.0.1:{port}\r\n"):
    for version in ("1.0", "1.1"):
        s = dial()
        s.sendall(f"GET /{token}/state HTTP/{version}\r\n{hosts}\r\n".encode())
        answer = s.recv(100)
        assert b" 403 " in answer or b" 400 " in answer, (hosts, version, answer)
# Headers without end are not read for ever.
s = dial()
try:
    s.sendall(b"GET /" + token.encode() + b"/state HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: " + b"a" * 200000)
    answer = s.recv(100)
except OSError:
    answer = b""
assert b" 200 " not in answer, answer
# A request that trickles, byte by byte, ends; others are answered meanwhile.
slow, began, sent = dial(), time.monotonic(), 0
ended = False
while time.monotonic() - began < 35 and not ended:
    try:
        slow.send(b"GET /"[sent:sent + 1] or b"a"); sent += 1
        slow.settimeout(0.7)
        ended = slow.recv(1) == b""
    except socket.timeout:
        pass
    except OSError:
        ended = True
    if sent == 3:
        other = dial()
        other.sendall(f"GET /{token}/state HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        assert b" 200 " in other.recv(100)
took = time.monotonic() - began
assert ended and 15 < took < 30, (ended, took)
# More connections than it takes, which say nothing: it goes on once they end.
many = []
for _ in range(40):
    try: many.append(dial())
    except OSError: pass
for s in many: s.close()
PYTHON
ask 200 "${address}state"

# A second server on the port.
expect 3 "$SLADD" review --no-open --models "$ROOT/models" --port "$port" photos
says "*port $port*"
# And nobody on another address of this machine.
python3 - "$port" <<'PYTHON' >log
import sys
for table in ("/proc/net/tcp", "/proc/net/tcp6"):
    for line in list(open(table))[1:]:
        address, state = line.split()[1], line.split()[3]
        host, port = address.split(":")
        if state == "0A" and int(port, 16) == int(sys.argv[1]):
            print("127.0.0.1" if host == "0100007F" else host, port, sep=":")
PYTHON
[[ -s log ]] || fail "nobody listens"
! grep -v "^127\.0\.0\.1:" log || fail "it listens elsewhere, too"

# Nothing of all this has changed a file, and ending it is one request.
unwritten before photos "something was written"
tell 200 end '{}'
sleep_until "$server"
unwritten before photos "something was written"
