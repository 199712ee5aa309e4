#!/bin/sh
# train.sh faces FACES YUNET.onnx START.pt OUT | train.sh text TEXT FACES PPOCR.onnx START.pt OUT
# Teacher, training, export and evaluation in one go; what is already in OUT is not made again. See README.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd); py=${PYTHON:-/usr/bin/python3}; minutes=${MINUTES:-70}
usage() { sed -n 2,3p "$0" >&2; exit 2; }
case "${1-}" in
faces)
    [ $# -eq 5 ] || usage
    faces=$2 yunet=$3 start=$4 out=$5; mkdir -p "$out"
    [ -s "$out/face-teacher.jsonl" ] || { $py "$here/face_teach.py" "$faces" "$yunet" "$out/t.part"; mv "$out/t.part" "$out/face-teacher.jsonl"; }
    [ -s "$out/heads.npz" ] || $py "$here/face_heads.py" "$out/heads.npz" 220
    $py "$here/face_train.py" "$faces" "$out/face.pt" --teacher "$out/face-teacher.jsonl" --yunet "$yunet" --heads "$out/heads.npz" --start "$start" --minutes "$minutes"
    $py "$here/face_export.py" "$out/face.pt" "$out/face.onnx"
    $py "$here/face_evaluate.py" "$faces" "$out/face.onnx" "$yunet" --curve ;;
text)
    [ $# -eq 6 ] || usage
    text=$2 faces=$3 ppocr=$4 start=$5 out=$6; mkdir -p "$out"
    [ -s "$out/text-teacher.jsonl" ] || $py "$here/text_teach.py" "$faces" "$ppocr" "$out/text-teacher.jsonl"
    $py "$here/text_train.py" "$text" "$faces" "$out/text.pt" --teacher "$out/text-teacher.jsonl" --start "$start" --minutes "$minutes"
    $py "$here/text_export.py" "$out/text.pt" "$out/text.onnx"
    $py "$here/text_evaluate.py" "$text" "$out/text.onnx" "$ppocr" --curve ;;
*) usage ;;
esac
