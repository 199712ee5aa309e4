"""Run one hook of .pre-commit-hooks.yaml as pre-commit would, on what is staged: run_hook.py HOOKS-FILE ID [ARG...]"""
import pathlib
import re
import shlex
import subprocess
import sys

import yaml

file, name, *args = sys.argv[1:]
hooks = {hook["id"]: hook for hook in yaml.safe_load(open(file))}
hook = hooks[name]
unknown = set(hook) - {"id", "name", "description", "entry", "language", "files", "require_serial", "types", "args"}
if unknown:
    sys.exit(f"keys that pre-commit does not know: {unknown}")


def git(*command):
    return subprocess.run(["git", *command], check=True, capture_output=True).stdout.decode("utf-8", "surrogateescape")


staged = git("diff", "--staged", "--name-only", "--no-ext-diff", "-z", "--diff-filter=ACMRTUXB").split("\0")
photos = [path for path in staged if path and re.search(hook["files"], path)]
if not photos:
    print(f"{name}: no files")
    sys.exit(0)
command = shlex.split(hook["entry"])
if hook["language"] == "script":
    command[0] = str(pathlib.Path(file).parent / command[0])
before = git("diff", "--no-ext-diff", "--no-textconv", "--ignore-submodules")
status = subprocess.run([*command, *args, *photos], check=False).returncode
changed = before != git("diff", "--no-ext-diff", "--no-textconv", "--ignore-submodules")
print(f"{name}: {len(photos)} files, exit status {status}{', files were modified' if changed else ''}")
sys.exit(status or int(changed))
