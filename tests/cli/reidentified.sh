# Release test 13: who is redacted cannot be told from their clear portraits. A network that recognises faces, and the
# same with a matcher trained on this program's own copies of other people, do no better than chance; on the photos
# themselves it is right nearly always. One network only, where three would be better: no second one is at hand.
needs "$DATA/pairs/pairs.csv" "$DATA/reference-models/mobilefacenet.onnx"
python3 -c 'import cv2, onnx' 2>/dev/null || skip "needs python3-opencv and python3-onnx"
mkdir in
cp "$DATA"/pairs/images/*.jpg in
clean 0 -n --report report.json in
for style in blur pixel solid; do
    clean 0 -s $style --seed 3 -o $style in
done
expect 0 python3 "$SUPPORT/reidentify.py" "$DATA" report.json in blur pixel solid
