"""Hold a SARIF log against the schema beside this file, and against what the schema cannot say.

    sarif_check.py LOG...

With more than one log, the fingerprints of all must be the same, in the same order.
"""
import json
import pathlib
import sys


def complain(text):
    sys.exit(f"sarif: {text}")


def check(path):
    log = json.load(open(path))
    try:
        import jsonschema
    except ImportError:
        complain("python3-jsonschema is not installed")
    schema = json.load(open(pathlib.Path(__file__).with_name("sarif.schema.json")))
    jsonschema.Draft7Validator.check_schema(schema)
    for error in jsonschema.Draft7Validator(schema).iter_errors(log):
        complain(f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message}")
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    if len(set(rules)) != len(rules):
        complain("a rule stands there twice")
    for result in run["results"]:
        if rules[result["ruleIndex"]] != result["ruleId"]:
            complain(f"ruleIndex {result['ruleIndex']} is not {result['ruleId']}")
        base = result["locations"][0]["physicalLocation"]["artifactLocation"].get("uriBaseId")
        if base is not None and base not in run["originalUriBaseIds"]:
            complain(f"{base} is not declared")
        place = result.get("properties", {}).get("pixelRegion")
        photo = result.get("properties", {}).get("photo")
        if place and not (0 <= place["x"] < photo["width"] and 0 <= place["y"] < photo["height"]):
            complain(f"{place} is not in a photo of {photo}")
    prints = [r["partialFingerprints"]["primaryLocationLineHash"] for r in run["results"]]
    if len(set(prints)) != len(prints):
        complain("two results have one fingerprint")
    return prints


all_prints = [check(path) for path in sys.argv[1:]]
if any(prints != all_prints[0] for prints in all_prints):
    complain("the fingerprints differ")
