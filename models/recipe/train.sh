#!/bin/sh
# train.sh faces FACES[,FACES...] YUNET.onnx START.pt OUT [FOLDER...]
# train.sh text TEXT FACES PPOCR.onnx START.pt OUT
#
# Teacher, training, export and evaluation in one go; what is already in OUT is not made again. The FOLDERs hold photos
# without face labels; the first of several FACES is judged on. See README.md.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
py=${PYTHON:-/usr/bin/python3}
minutes=${MINUTES:-110}

usage() {
    sed -n 2,6p "$0" >&2
    exit 2
}

case "${1-}" in
faces)
    [ $# -ge 5 ] || usage
    faces=$2 yunet=$3 start=$4 out=$5
    shift 5
    mkdir -p "$out"
    [ -s "$out/face-teacher.jsonl" ] || $py "$here/face_teach.py" "$faces" "$yunet" "$out/face-teacher.jsonl" "$@"
    [ -s "$out/heads.npz" ] || $py "$here/face_heads.py" "$out/heads.npz" "${HEADS:-220}"
    mine_faces() { # what does this state take for faces, and which does it miss?
        $py "$here/face_export.py" "$1" "$out/mining.onnx"
        shift
        $py "$here/face_mine.py" "$out/face-teacher.jsonl" "$out/mining.onnx" "$out/mined.part" "$faces" "$@"
        mv "$out/mined.part" "$out/face-mined.jsonl"
    }
    [ -s "$out/face.pt" ] || mine_faces "$start" "$@"
    for share in 0.35 1; do
        how=--start from=$start
        [ ! -s "$out/face.pt" ] || how=--resume from=$out/face.pt
        $py "$here/face_train.py" "$out/face.pt" --faces "$faces" --teacher "$out/face-teacher.jsonl" \
            --heads "$out/heads.npz" --mined "$out/face-mined.jsonl" --minutes "$minutes" --stop $share \
            "$how" "$from" --more "$@"
        [ $share = 1 ] || mine_faces "$out/face.pt" "$@"
    done
    $py "$here/face_export.py" "$out/face.pt" "$out/face.onnx"
    $py "$here/face_evaluate.py" "${faces%%,*}" "$out/face.onnx" "$yunet" --curve
    ;;
text)
    [ $# -eq 6 ] || usage
    text=$2 faces=$3 ppocr=$4 start=$5 out=$6
    mkdir -p "$out"
    $py "$here/text_teach.py" "$text" "$ppocr" "$out/seen-signs"
    $py "$here/text_teach.py" "$faces" "$ppocr" "$out/seen-plain"
    mine() { # where does this state err?
        $py "$here/text_export.py" "$1" "$out/mining.onnx"
        $py "$here/text_mine.py" "$text" "$out/seen-signs" "$out/mining.onnx" "$ppocr"
        $py "$here/text_mine.py" "$faces" "$out/seen-plain" "$out/mining.onnx" "$ppocr"
    }
    train_text() { # until which share of the minutes
        if [ -s "$out/text.pt" ]; then set -- "$@" --resume "$out/text.pt"; else set -- "$@" --start "$start"; fi
        $py "$here/text_train.py" "$text" "$faces" "$out/text.pt" --seen-signs "$out/seen-signs" \
            --seen-plain "$out/seen-plain" --minutes "$minutes" --stop "$@"
    }
    mine "$start"
    for share in 0.3 0.55 0.8 1; do
        train_text $share
        cp "$out/text.pt" "$out/state-$share.pt"
        [ $share != 0.3 ] || mine "$out/text.pt"
    done
    $py "$here/average.py" "$start" "$out"/state-*.pt "$out/average.pt"
    $py "$here/text_export.py" "$out/average.pt" "$out/text.onnx"
    $py "$here/text_evaluate.py" "$text" "$out/text.onnx" "$ppocr" --plain "$faces" --rendered 90 --time --curve
    ;;
*) usage ;;
esac
