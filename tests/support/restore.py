"""restore.py DATA REPORT.json CLEAR COPIES...: can somebody learn to restore the faces that were redacted?

CLEAR holds portraits of DATA/pairs, to be matched, and photos of other people, to learn from; REPORT.json (of a dry run over
CLEAR) says where the faces are, and each folder of COPIES is what sladd made of CLEAR. From the pairs of copy and source of the
others a restoration is learned in two steps, a picture of the whole face and then each pixel from its neighbourhood in both, and
carried out on the copies of the portraits; a network that recognises faces then matches what was restored with the clear
portraits. The exit status says whether any folder of COPIES does better than chance, or the same attempt on faces that were
softened with a Gaussian does not.
"""
import os
import sys

import cv2
import numpy
from reidentify import SIDE, crop, embedding, embeddings, faces_of, hits, most_by_chance, network, people_of

SMALL = 56  # pixels, the side of what is restored
AROUND = 3.0  # of the face's longer side: what of the surroundings helps to guess
WINDOW = 9  # pixels: the neighbourhood that a pixel is made from
SOFT = 2.2  # pixels of SMALL, deviation of the Gaussian: the network alone recognises hardly anybody then
FEATURES = 200  # of the neighbourhood, that are not linear


def picture(folder, name, box):
    return cv2.resize(crop(folder, name, box), (SMALL, SMALL), interpolation=cv2.INTER_AREA) / numpy.float32(255)


def surroundings(folder, name, box):
    return crop(folder, name, box, 24, AROUND).ravel() / numpy.float32(255)


def ridge(inputs, outputs, wanted, weight):
    """What the wanted inputs give, learned from few examples: the dual form."""
    mean_in, mean_out = inputs.mean(0), outputs.mean(0)
    centred = inputs - mean_in
    kernel = centred @ centred.T
    kernel += weight * numpy.trace(kernel) / len(kernel) * numpy.eye(len(kernel))
    return mean_out + (wanted - mean_in) @ centred.T @ numpy.linalg.solve(kernel, outputs - mean_out)


def neighbourhoods(picture):
    padded = numpy.pad(picture, ((WINDOW // 2,) * 2, (WINDOW // 2,) * 2, (0, 0)), mode="edge")
    windows = numpy.lib.stride_tricks.sliding_window_view(padded, (WINDOW, WINDOW), (0, 1))
    return windows.reshape(SMALL * SMALL, -1)


class Restoration:
    def __init__(self, copies, around, clear):
        """Lists of pictures, of surroundings, of clear pictures."""
        rng = numpy.random.default_rng(2)
        self.mixing = rng.normal(size=(6 * WINDOW * WINDOW, FEATURES)).astype(numpy.float32) / WINDOW
        self.inputs = numpy.array([numpy.append(c.ravel(), a) for c, a in zip(copies, around)])
        self.outputs = numpy.array([c.ravel() for c in clear])
        size = 2 * 3 * WINDOW * WINDOW + FEATURES + 1
        square, mixed = numpy.zeros((size, size)), numpy.zeros((size, 3))
        folds = numpy.arange(len(copies)) % 5  # the second step learns from guesses about people whom the first did not see
        for i, copy in enumerate(copies):
            others = folds != folds[i]
            guess = ridge(self.inputs[others], self.outputs[others], self.inputs[i], 0.3)
            features = self.features(copy, guess)
            square += features.T @ features
            mixed += features.T @ (clear[i].reshape(-1, 3) - guess.reshape(-1, 3))
        self.weights = numpy.linalg.solve(square + 1e-4 * numpy.trace(square) / size * numpy.eye(size), mixed)

    def features(self, copy, guess):
        local = numpy.hstack([neighbourhoods(copy), neighbourhoods(guess.reshape(SMALL, SMALL, 3))]).astype(numpy.float32)
        bent = numpy.maximum((local - local.mean(1, keepdims=True)) @ self.mixing, 0)
        return numpy.hstack([local, bent, numpy.ones((len(local), 1), numpy.float32)])

    def __call__(self, copy, around):
        guess = ridge(self.inputs, self.outputs, numpy.append(copy.ravel(), around), 0.3)
        restored = guess.reshape(-1, 3) + self.features(copy, guess) @ self.weights
        return numpy.clip(restored.reshape(SMALL, SMALL, 3) * 255, 0, 255).astype(numpy.uint8)


def main():
    data, report, clear_folder, *folders = sys.argv[1:]
    faces = faces_of(report)
    people = people_of(os.path.join(data, "pairs", "pairs.csv"), faces)
    portraits = sorted(name for names in people.values() for name in names)
    portrait = set(os.listdir(os.path.join(data, "pairs", "images")))
    others = sorted(name for name in faces if name not in portrait)
    net = network(os.path.join(data, "reference-models", "mobilefacenet.onnx"))
    clear = embeddings(net, clear_folder, {name: faces[name] for name in portraits})
    most = most_by_chance(len(portraits), len(people))
    print(f"{len(portraits)} portraits of {len(people)} people, {len(others)} others; chance: up to {most:.0f}")

    def attempt(what, copy_of, around_of):
        pairs = [(copy_of(n), around_of(n), picture(clear_folder, n, faces[n])) for n in others]
        restore = Restoration(*zip(*pairs))
        probes = {}
        for name in portraits:
            restored = restore(copy_of(name), around_of(name))
            probes[name] = embedding(net, cv2.resize(restored, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC))
        right = hits(people, probes, clear)
        print(f"{what}: {right} right after restoration")
        return right

    def softened(name):
        return cv2.GaussianBlur(picture(clear_folder, name, faces[name]), (0, 0), SOFT)

    good = len(portraits) >= 20 and len(others) >= 40
    good = attempt("softened", softened, lambda n: surroundings(clear_folder, n, faces[n])) > 1.5 * most and good
    for folder in folders:
        right = attempt(folder, lambda n, f=folder: picture(f, n, faces[n]), lambda n, f=folder: surroundings(f, n, faces[n]))
        good = good and right <= most
    sys.exit(not good)


if __name__ == "__main__":
    main()
