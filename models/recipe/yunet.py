"""YuNet as a teacher and for comparison: the convolutions of its ONNX file, run by OpenCV at any size.

The file itself only runs at the size in its name, so its final reshapes are cut off here and decoded below.
YuNet: Wu, Peng, Yu, "YuNet: A Tiny Millisecond-level Face Detector", 2023; ShiqiYu/libfacedetection.train, file
yunet_n_640_640.onnx (models/face.md has its licence).
"""
import cv2
import numpy as np
import onnx

STRIDES = (8, 16, 32)


class Yunet:
    """Runs on pictures (blue, green, red) whose sides are multiples of 32."""

    def __init__(self, path, features=False):
        model = onnx.load(path)
        before_reshape = {}
        maker = {}
        for node in model.graph.node:
            maker[node.output[0]] = node
            if node.op_type in ("Transpose", "Reshape", "Sigmoid"):
                before_reshape[node.output[0]] = before_reshape.get(node.input[0], node.input[0])
        self.names = {o.name: before_reshape[o.name] for o in model.graph.output if not o.name.startswith("kps")}
        if features:   # what the last two convolutions of each stride's heads look at
            for stride in STRIDES:
                self.names["feature_%d" % stride] = maker[maker[self.names["cls_%d" % stride]].input[0]].input[0]
        self.net = cv2.dnn.readNetFromONNX(np.frombuffer(self._cut(model), np.uint8))

    def _cut(self, model):
        """The same graph without anything behind the wanted outputs."""
        wanted, nodes = set(self.names.values()), []
        for node in reversed(model.graph.node):
            if node.output[0] in wanted:
                nodes.insert(0, node)
                wanted.update(node.input)
        tensor = onnx.helper.make_tensor_value_info
        graph = onnx.helper.make_graph(
            nodes, "yunet", [tensor("input", 1, [1, 3, 640, 640])],
            [tensor(name, 1, [1, 4, 80, 80]) for name in self.names.values()],
            [i for i in model.graph.initializer if i.name in wanted])
        return onnx.helper.make_model(graph, opset_imports=model.opset_import).SerializeToString()

    def _forward(self, image):
        self.net.setInput(cv2.dnn.blobFromImage(image))
        return dict(zip(self.names, self.net.forward(list(self.names.values()))))

    def maps(self, image):
        """Per stride: score [h, w], box [4, h, w] (dx, dy, log w, log h in cells, from the cell's corner), feature."""
        raw = self._forward(image)
        found = []
        for stride in STRIDES:
            certain = [1 / (1 + np.exp(-raw["%s_%d" % (kind, stride)][0, 0])) for kind in ("cls", "obj")]
            feature = raw["feature_%d" % stride][0] if "feature_%d" % stride in raw else None
            found.append((np.sqrt(certain[0] * certain[1]), raw["bbox_%d" % stride][0], feature))
        return found

    def detect(self, image, least=.3):
        """Rows (x0, y0, x1, y1, score) before suppression."""
        found = []
        for stride, (score, box, _) in zip(STRIDES, self.maps(image)):
            y, x = np.nonzero(score >= least)
            dx, dy, log_width, log_height = box[:, y, x]
            cx, cy = (x + dx) * stride, (y + dy) * stride
            width, height = np.exp(log_width) * stride, np.exp(log_height) * stride
            found.append(np.stack([cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2, score[y, x]], 1))
        return np.concatenate(found).astype(np.float32)
