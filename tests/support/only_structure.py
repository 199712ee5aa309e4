#!/usr/bin/env python3
"""only_structure.py TAGS.json: what `exiftool -j -a -G1 -u` found is structure, orientation and colour alone."""

import json
import re
import sys

ALLOWED = [
    r"SourceFile",
    r"(ExifTool|System|File|Composite|JFIF|PNG|ICC[-_]\w+|Adobe):\w+",
    r"IFD0:Orientation",
]
NEVER = [r"File:Comment", r"PNG:(Comment|Author|Title|.*Text|ModifyDate)", r"\w+:.*Thumbnail.*", r"ExifTool:Warning"]
# A sanitised profile says nothing of who made it or when.
EMPTY = {"DeviceManufacturer", "DeviceModel", "ProfileCreator", "CMMType", "ProfileID", "ProfileCMMType"}

status = 0
for photo in json.load(open(sys.argv[1])):
    for name, value in photo.items():
        allowed = any(re.fullmatch(p, name) for p in ALLOWED) and not any(re.fullmatch(p, name) for p in NEVER)
        tag = name.split(":")[-1]
        if allowed and tag in EMPTY and str(value).strip() not in ("", "0"):
            allowed = False
        if not allowed:
            print(f"{photo['SourceFile']}: {name} = {value!r}"[:200])
            status = 1
sys.exit(status)
