# A copy that is cleaned once more with the same box is a photo like any other, though its fill may come out as it is there
# already: from few greys, with a repeated seed, by a fill that has no grain.
for depth in 1 2 4 8 16; do png photos/grey$depth.png 48 40 color=0 depth=$depth; done
for depth in 1 2 4 8; do png photos/palette$depth.png 48 40 color=3 depth=$depth; done
png photos/rgb.png 48 40 color=2
png photos/alpha.png 48 40 color=6
photo photos/a.jpg 96 64 ycc 2x2
photo photos/grey.jpg 96 64 grey 1x1
for file in photos/*; do redact "$file" 0.2 0.2 0.4 0.4; done
cp -r photos once
for style in blur pixel solid; do
    rm -rf out
    clean 0 --seed 1 --style $style -o out photos
    for copy in out/*.*; do cp "$copy" once/; done
    for seed in 1 2; do
        rm -rf twice
        clean 0 --seed $seed --style $style -o twice once
    done
done
