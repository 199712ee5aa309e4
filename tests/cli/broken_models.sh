# A network that gives what is no number finds nobody: it is refused before the first photo, whether a weight is none or
# they are so large that nothing finite comes of them.
python3 -c 'import numpy, onnx' 2>log || skip "needs python3-onnx and python3-numpy"
photo photos/a.jpg
python3 - "$ROOT/models" <<'PYTHON' || fail "no models"
import os, sys
import numpy, onnx
from onnx import numpy_helper
def broken(file, folder, change):
    model = onnx.load(f"{sys.argv[1]}/{file}")
    values = {value.name: value for value in model.graph.initializer}
    convolutions = [node for node in model.graph.node if node.op_type == "Conv"]
    for name in change(convolutions):
        value = numpy_helper.to_array(values[name]).copy()
        value = value * 0 + numpy.nan if folder.startswith("nan") else value * numpy.float32(1e36)
        values[name].CopyFrom(numpy_helper.from_array(value.astype("float32"), name))
    os.mkdir(folder)
    for other in "face.onnx", "text.onnx", "face-opinion.onnx", "text-opinion.onnx":
        if other != file:
            os.symlink(f"{sys.argv[1]}/{other}", f"{folder}/{other}")
    onnx.save(model, f"{folder}/{file}")
for file in "face.onnx", "text.onnx", "face-opinion.onnx", "text-opinion.onnx":
    broken(file, "nan-" + file, lambda nodes: [node.input[2] for node in nodes[-3:]])
for file in ("face.onnx",):
    broken(file, "large-" + file, lambda nodes: [node.input[1] for node in nodes])
PYTHON
for folder in nan-* large-*; do
    expect 2 "$SLADD" clean --models "$folder" -o out photos
    says "*${folder#*-}*no number*"
    nothing_in out
done
