"""PP-OCRv3's text detector as a teacher and for comparison (PaddleOCR, Apache-2.0; ppocrv3_det.onnx), run by OpenCV.

It is a differentiable-binarisation network (Liao et al., "Real-time Scene Text Detection with Differentiable
Binarization", 2020): its map marks the core of every line, and a line is recovered by growing the rectangle around
that core.
"""
import cv2
import numpy as np

MEAN, DEVIATION = (.485, .456, .406), (.229, .224, .225)


class PpOcr:
    """PP-OCRv3's detector; one OpenCV network for each picture size, since 4.6 answers wrongly when one sees two
    sizes."""

    def __init__(self, path):
        self.path = path
        self.networks = {}

    def map(self, image):
        """Probability map [h, w] of the lines' cores, for a picture with sides multiples of 32."""
        if image.shape not in self.networks:
            self.networks[image.shape] = cv2.dnn.readNetFromONNX(self.path)
        network = self.networks[image.shape]
        pixels = (image.astype(np.float32) / 255 - MEAN) / DEVIATION
        network.setInput(pixels.transpose(2, 0, 1)[None].astype(np.float32))
        return network.forward()[0, 0]


def lines_of(probability, threshold=.3, score=.5, unclip=1.6):
    """[(quadrilateral [4, 2], score)]: the rectangle of every blob, grown by area * unclip / perimeter on every
    side."""
    found = []
    binary = (probability > threshold).astype(np.uint8)
    for contour in cv2.findContours(binary, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]:
        centre, (width, height), angle = cv2.minAreaRect(contour)
        if min(width, height) < 3:
            continue
        x, y, box_width, box_height = cv2.boundingRect(contour)
        inside = np.zeros((box_height, box_width), np.uint8)
        cv2.fillPoly(inside, [contour - [x, y]], 1)
        mean = float(probability[y:y + box_height, x:x + box_width][inside > 0].mean())
        if mean < score:
            continue
        margin = width * height * unclip / (2 * (width + height))
        found.append((cv2.boxPoints((centre, (width + 2 * margin, height + 2 * margin), angle)), mean))
    return found
