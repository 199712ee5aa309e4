"""YuNet as a teacher and for comparison: the convolutions of its ONNX file, run by OpenCV at any size with sides multiples of 32.

The file itself only runs at the size in its name, so its final reshapes are cut off here and decoded below.
YuNet: ShiqiYu/libfacedetection.train (see models/face.md for its licence), file yunet_n_640_640.onnx.
"""
import cv2, numpy as np, onnx

class Yunet:
    def __init__(self, path):
        m = onnx.load(path); back = {}
        for n in m.graph.node:
            if n.op_type in ("Transpose", "Reshape", "Sigmoid"): back[n.output[0]] = back.get(n.input[0], n.input[0])
        self.names = {o.name: back[o.name] for o in m.graph.output if not o.name.startswith("kps")}
        wanted, nodes = set(self.names.values()), []
        for n in reversed(m.graph.node):
            if n.output[0] in wanted: nodes.insert(0, n); wanted.update(n.input)
        g = onnx.helper.make_graph(nodes, "yunet", [onnx.helper.make_tensor_value_info("input", 1, [1, 3, 640, 640])],
                                   [onnx.helper.make_tensor_value_info(v, 1, [1, 4, 80, 80]) for v in self.names.values()], [i for i in m.graph.initializer if i.name in wanted])
        self.net = cv2.dnn.readNetFromONNX(np.frombuffer(onnx.helper.make_model(g, opset_imports=m.opset_import).SerializeToString(), np.uint8))
    def maps(self, im):
        """Per stride: score [h, w] and box [4, h, w] (dx, dy, log w, log h in cells, from the cell's corner)."""
        self.net.setInput(cv2.dnn.blobFromImage(im)); r = dict(zip(self.names, self.net.forward(list(self.names.values()))))
        p = lambda z: 1 / (1 + np.exp(-z[0, 0]))
        return [(np.sqrt(p(r["cls_%d" % s]) * p(r["obj_%d" % s])), r["bbox_%d" % s][0]) for s in (8, 16, 32)]
    def detect(self, im, least=.3):
        """Rows (x0, y0, x1, y1, score) before suppression, for one picture with sides multiples of 32."""
        out = []
        for s, (p, b) in zip((8, 16, 32), self.maps(im)):
            y, x = np.nonzero(p >= least); b = b[:, y, x]
            cx, cy, w, h = (x + b[0]) * s, (y + b[1]) * s, np.exp(b[2]) * s, np.exp(b[3]) * s
            out.append(np.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2, p[y, x]], 1))
        return np.concatenate(out).astype(np.float32)
