"""Holds the schemas of src/consent against the same files as the parsers: manifests and policies.

Every file in valid/ must pass the schema, every file in invalid/ must fail, except those whose fault a schema cannot
see; these stand in beyond_schema.txt, one name a line. The policies that ship are valid, too. Exit status: 0 all agree, 1 somebody does not, 77 cannot tell
(a module is missing).
"""

import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
CONSENT = HERE.parent.parent / "src" / "consent"

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing} (python3-jsonschema and python3-yaml are needed)")
    sys.exit(77)


class Loader(yaml.BaseLoader):
    """YAML as editors read it (the 1.2 core schema): yes and dates are texts, true and 1 are not."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", list("-+.0123456789")),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)


def construct_mapping(loader, node):
    mapping = {}
    for key, value in node.value:
        name = loader.construct_scalar(key)
        if name in mapping:
            raise yaml.constructor.ConstructorError(None, None, f"duplicate key {name}", key.start_mark)
        mapping[name] = loader.construct_object(value, deep=True)
    return mapping


def construct_text(loader, node):
    return loader.construct_scalar(node)


def construct_unknown(loader, node):
    raise yaml.constructor.ConstructorError(None, None, f"tag {node.tag}", node.start_mark)


Loader.add_constructor("tag:yaml.org,2002:map", construct_mapping)
Loader.add_constructor("tag:yaml.org,2002:str", construct_text)
Loader.add_constructor("tag:yaml.org,2002:null", lambda loader, node: None)
Loader.add_constructor("tag:yaml.org,2002:bool", lambda loader, node: node.value.lower() == "true")
Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))
Loader.add_constructor("tag:yaml.org,2002:seq", lambda loader, node: loader.construct_sequence(node, deep=True))
Loader.add_constructor(None, construct_unknown)


def fault_of(path, validator):
    """None when editor and schema are content with the file."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        content = yaml.load(text, Loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return str(error).splitlines()[0]
    first = next(validator.iter_errors(content), None)
    return first.message if first else None


def check(name, folders, beyond):
    schema = json.loads((CONSENT / name).read_text(encoding="utf-8"))
    kind = jsonschema.Draft202012Validator
    kind.check_schema(schema)
    validator = kind(schema, format_checker=jsonschema.FormatChecker())
    wrong = 0
    for folder, expected in folders:
        for path in sorted(folder.glob("*.[yj][as][mo][ln]")):
            fault = fault_of(path, validator)
            if (fault is None) != (expected or path.name in beyond):
                print(f"{folder.parent.name}/{folder.name}/{path.name}: the schema says {fault or 'all well'}")
                wrong += 1
    return wrong


def main():
    policies = HERE.parent / "policies"
    beyond = set((HERE / "beyond_schema.txt").read_text(encoding="utf-8").split())
    wrong = check("consent.schema.json", [(HERE / "valid", True), (HERE / "invalid", False)], beyond)
    wrong += check("policy.schema.json",
                   [(policies / "valid", True), (CONSENT / "policies", True), (policies / "invalid", False)], set())
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
