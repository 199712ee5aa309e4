"""The shell scripts of a CI sample: ci_steps.py github|gitlab FILE STEP, on standard output."""
import sys

import yaml

kind, file, step = sys.argv[1:]
sample = yaml.safe_load(open(file))
if kind == "github":
    assert set(sample[True]) == {"pull_request", "push", "schedule"}  # YAML 1.1 reads "on" as true
    (job,) = sample["jobs"].values()
    scripts = {s["name"]: s["run"] for s in job["steps"] if "run" in s}
    lines = [f"export {name}='{value}'" for name, value in sample["env"].items()]
    print("\n".join(lines), scripts[step], sep="\n")
else:
    (job,) = sample.values()
    lines = [f"export {name}='{value}'" for name, value in job["variables"].items()]
    print("\n".join(lines), *job[step], sep="\n")
