# samples/scale/parallel.sh, on one machine: the same bytes as one run, sladd's own exit statuses, odd names.
command -v parallel >/dev/null || skip "needs GNU parallel"
photos="the photos' folder"
for i in 1 2 3 4 5 6; do photo "$photos/p $i.jpg" $((64 + 8 * i)) 64 ycc 2x2; done
photo "$photos/sub folder/q.jpg" 80 80 ycc 1x1
clean 0 --seed 3 -o whole "$photos"
scale() { expect "$1" "$ROOT/samples/scale/parallel.sh" "${@:2}"; }
scale 0 -n 3 "$PWD/$photos" "$PWD/out folder" --models "$ROOT/models" --seed 3
says '*7 photos: 0 sanitised, 7 unchanged*'
(cd whole && find . -name '*.jpg') | while read -r file; do same "whole/$file" "out folder/$file"; done
[[ $(find "out folder" -name '.sladd-receipts*' | wc -l) == 1 ]] || fail "the receipts are not one file"
# A photo that is withheld: 1; one that is broken: 3; wrong usage: 2.
printf 'version: 1\nphotos:\n  "p 2.jpg": {publish: no}\n' >"$photos/consent.yaml"
scale 1 -n 2 "$PWD/$photos" "$PWD/withheld" --models "$ROOT/models"
: >"$photos/broken.jpg"
scale 3 -n 2 "$PWD/$photos" "$PWD/broken" --models "$ROOT/models"
scale 2 -n 2 "$PWD/$photos" "$PWD/wrong" --models "$ROOT/models" --style fog
scale 2
# A machine that cannot be reached leaves photos undone.
scale 3 -S no-such-host.invalid -n 2 "$PWD/$photos" "$PWD/unreached" --models "$ROOT/models"
expect 0 python3 -c 'import sys, yaml; job = yaml.safe_load(open(sys.argv[1]))["spec"]
assert str(job["completions"]) == job["template"]["spec"]["containers"][0]["env"][0]["value"] == str(job["parallelism"])' \
    "$ROOT/samples/scale/kubernetes.yaml"
expect 0 shellcheck "$ROOT"/samples/scale/*.sh "$ROOT/samples/scale/slurm.sbatch"
