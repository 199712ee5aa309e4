"""A JUnit report whose counts are those of its cases: junit_check.py REPORT [FAILURES ERRORS]"""
import sys
import xml.etree.ElementTree as tree

root = tree.parse(sys.argv[1]).getroot()


def count(element):
    return [len(element.findall(f".//{name}")) for name in ("testcase", "failure", "error")]


for element in [root, *root.findall("testsuite")]:
    said = [int(element.get(name)) for name in ("tests", "failures", "errors")]
    if said != count(element):
        sys.exit(f"junit: {element.get('name')} says {said} and holds {count(element)}")
if len(sys.argv) > 2 and count(root)[1:] != [int(n) for n in sys.argv[2:4]]:
    sys.exit(f"junit: {count(root)[1:]} failures and errors instead of {sys.argv[2:4]}")
