# The program is built so that what takes it over finds as little as possible to stand on: it lies somewhere else in every
# run, its tables of addresses are read-only, no stack can be executed, and none grows over what lies beside it.
command -v readelf >/dev/null || skip "needs binutils"
readelf -hldW "$SLADD" >log
for sign in "Type: *DYN" "GNU_RELRO" "FLAGS.*NOW" "GNU_STACK .* RW "; do
    grep -q "$sign" log || fail "the program is not hardened: no '$sign'"
done
python3 - <<'PYTHON' >>log || fail "compiled without its guards"
import json, os
for entry in json.load(open(os.environ["BUILD"] + "/compile_commands.json")):
    if "/src/" in entry["file"] and "-fsanitize" not in entry["command"]:
        wanted = {"-fPIC", "-fstack-clash-protection", "-fstack-protector-strong"} - set(entry["command"].split())
        assert not wanted, (entry["file"], wanted)
PYTHON
