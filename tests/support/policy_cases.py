"""Holds `sladd clean --dry-run --report -` against tests/policies/cases.tsv, which explains its own fields.

    policy_cases.py SLADD ROOT        in an empty folder; exit status 0 when every case has its reason
"""

import collections
import json
import pathlib
import subprocess
import sys

from PIL import Image

WORDS = {
    "written": "form: written", "verbal": "form: verbal",
    "self": "given_by: self", "guardian": "given_by: guardian",
    "agrees": "child_agrees: yes", "disagrees": "child_agrees: no",
    "covers": "covers_protected_identity: yes",
}
KEYS = {"from": "date", "until": "expires", "withdrawn": "withdrawn"}
Case = collections.namedtuple("Case", "policy role age protected consents permission channel day reason photo line")


def read_cases(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            yield Case(*line.split("\t"), number)


def consent(text):
    pairs = []
    for word in text.split():
        name, equals, value = word.partition("=")
        if name == "channels":
            pairs.append(f"channels: [{value}]")
        else:
            pairs.append(f"{KEYS[name]}: {value}" if equals else WORDS[word])
    return "{" + ", ".join(pairs) + "}"


def person(case):
    pairs = []
    if case.role != "-":
        pairs.append(f"role: {case.role}")
    if case.age != "-":
        pairs.append({"minor": "minor: yes", "adult": "minor: no"}.get(case.age, f"born: {case.age}"))
    if case.protected != "-":
        pairs.append(f"protected_identity: {case.protected}")
    if case.consents != "-":
        pairs.append("consent: [" + ", ".join(consent(text) for text in case.consents.split(";")) + "]")
    return "{" + ", ".join(pairs) + "}"


def rights(case):
    return "" if case.permission == "-" else f"rights: {{permission: {case.permission}}}, "


def write_folder(folder, cases):
    folder.mkdir()
    lines = ["version: 1", "people:"]
    lines += [f"  p{case.line}: {person(case)}" for case in cases]
    lines += ["photos:"]
    for case in cases:
        lines.append(f"  {case.line}.png: {{{rights(case)}faces: [{{person: p{case.line}, box: [.3, .3, .2, .3]}}]}}")
        Image.new("L", (64, 48), 128).save(folder / f"{case.line}.png")
    (folder / "consent.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def verdicts(sladd, root, folder, case):
    run = subprocess.run(
        [sladd, "clean", "-n", "-q", "--models", f"{root}/models", "--policy", case.policy, "--channel", case.channel,
         "--date", case.day, "--report", "-", folder], capture_output=True, check=False)
    if run.returncode not in (0, 1):
        sys.exit(f"{folder}: exit status {run.returncode}: {run.stderr.decode()}")
    report = json.loads(run.stdout)
    assert report["policy"]["name"] == case.policy, report["policy"]
    return {int(pathlib.Path(photo["source"]).stem): photo for photo in report["photos"]}


def main(sladd, root):
    groups = collections.defaultdict(list)
    for case in read_cases(pathlib.Path(root) / "tests" / "policies" / "cases.tsv"):
        groups[case.policy, case.channel, case.day].append(case)
    wrong = total = 0
    for number, cases in enumerate(groups.values()):
        folder = pathlib.Path(f"group{number}")
        write_folder(folder, cases)
        photos = verdicts(sladd, root, folder, cases[0])
        for case in cases:
            photo = photos[case.line]
            rows = [row for row in photo["regions"] if row["person"] == f"p{case.line}"]
            found = (rows[0]["reason"], rows[0]["action"], photo["status"]) if len(rows) == 1 else rows
            action = "keep" if case.reason == "consent" else "redact"
            total += 1
            if found != (case.reason, action, case.photo):
                wrong += 1
                print(f"cases.tsv:{case.line}: expected {case.reason} and {case.photo}, got {found}: {person(case)}")
    print(f"{total} cases, {wrong} wrong")
    return 1 if wrong or total < 60 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
