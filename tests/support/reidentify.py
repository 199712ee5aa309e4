"""reidentify.py DATA REPORT.json CLEAR COPIES...: can a face network tell who is redacted?

DATA/pairs says which portraits show the same person, REPORT.json where the faces are (of a dry run over CLEAR). For each
person with several portraits, each copy is compared with the clear portraits of all of them, but not with its own. The
exit status says whether any folder of COPIES does better than chance, or CLEAR does not.
"""
import csv
import json
import os
import sys

import cv2
import numpy
import onnx
import onnx.helper
import onnx.numpy_helper

SIDE = 112  # pixels, the network's input
MARGIN = 1.2  # of the face's longer side: within what is redacted
UNLIKELY = 0.005  # chance alone does as well as that in one of 200 trials


def network(path):
    """OpenCV 4.6 reads limits of Clip only as attributes, as they were before opset 11."""
    model = onnx.load(path)
    known = {n.output[0]: onnx.numpy_helper.to_array(n.attribute[0].t) for n in model.graph.node if n.op_type == "Constant"}
    known.update({i.name: onnx.numpy_helper.to_array(i) for i in model.graph.initializer})
    for node in model.graph.node:
        if node.op_type == "Clip" and len(node.input) == 3:
            least, most = (float(known[name]) for name in node.input[1:])
            del node.input[1:]
            node.attribute.extend([onnx.helper.make_attribute("min", least), onnx.helper.make_attribute("max", most)])
    return cv2.dnn.readNetFromONNX(numpy.frombuffer(model.SerializeToString(), numpy.uint8))


def faces_of(report):
    """The largest face of each photo, by its name."""
    with open(report, encoding="utf-8") as file:
        photos = json.load(file)["photos"]
    faces = {}
    for photo in photos:
        found = [r["box"] for r in photo["regions"] if r["kind"] == "face" and r["score"]]
        if found:
            faces[os.path.basename(photo["source"])] = max(found, key=lambda box: box[2] * box[3])
    return faces


def people_of(path, faces):
    """The portraits of each person who has more than one."""
    same = {}

    def first(name):
        while same.setdefault(name, name) != name:
            name = same[name]
        return name

    with open(path, encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            one, other = first(row["file_x"]), first(row["file_y"])
            if row["Decision"] == "Yes":
                same[one] = other
    people = {}
    for name in sorted(faces):
        if name in same:
            people.setdefault(first(name), []).append(name)
    return {key: names for key, names in people.items() if len(names) > 1}


def crop(folder, name, box, side=SIDE, margin=MARGIN):
    """A face and so much around it, in a square."""
    x, y, width, height = box
    scale = side / (margin * max(width, height))
    place = numpy.float32([[scale, 0, side / 2 - (x + width / 2) * scale],
                           [0, scale, side / 2 - (y + height / 2) * scale]])
    return cv2.warpAffine(cv2.imread(os.path.join(folder, name)), place, (side, side), flags=cv2.INTER_AREA,
                          borderMode=cv2.BORDER_REPLICATE)


def embedding(net, picture):
    net.setInput(cv2.dnn.blobFromImage(picture, 1 / 127.5, (SIDE, SIDE), (127.5,) * 3, swapRB=True))
    vector = net.forward().ravel()
    return vector / numpy.linalg.norm(vector)


def embeddings(net, folder, faces):
    return {name: embedding(net, crop(folder, name, box)) for name, box in faces.items()}


def most_by_chance(count, people):
    rng = numpy.random.default_rng(1)
    return numpy.quantile(rng.binomial(count, 1 / people, 100000), 1 - UNLIKELY)


def hits(people, probes, clear, matcher=lambda probes, name: probes[name]):
    right = 0
    for person, names in people.items():
        for name in names:
            probe = matcher(probes, name)
            score = {k: max(probe @ clear[n] for n in v if n != name) for k, v in people.items()}
            right += max(score, key=score.get) == person
    return right


def main():
    data, report, clear_folder, *folders = sys.argv[1:]
    faces = faces_of(report)
    people = people_of(os.path.join(data, "pairs", "pairs.csv"), faces)
    owner = {name: person for person, names in people.items() for name in names}
    faces = {name: faces[name] for name in owner}
    net = network(os.path.join(data, "reference-models", "mobilefacenet.onnx"))
    clear = embeddings(net, clear_folder, faces)

    def trained(probes, name):
        """Ridge regression from copies to portraits, of everybody else."""
        others = [n for n in owner if owner[n] != owner[name]]
        copies, portraits = (numpy.array([of[n] for n in others]) for of in (probes, clear))
        weights = copies.T @ numpy.linalg.solve(copies @ copies.T + 0.1 * numpy.eye(len(others)), portraits)
        return probes[name] @ weights

    count, most = len(owner), most_by_chance(len(owner), len(people))
    good = hits(people, clear, clear) > 0.8 * count and count >= 20
    print(f"{count} portraits of {len(people)} people; clear: {hits(people, clear, clear)} right; chance: up to {most:.0f}")
    for folder in folders:
        copies = embeddings(net, folder, faces)
        plain, learned = hits(people, copies, clear), hits(people, copies, clear, trained)
        print(f"{folder}: {plain} right, {learned} after training on copies")
        good = good and max(plain, learned) <= most
    sys.exit(not good)


if __name__ == "__main__":
    main()
