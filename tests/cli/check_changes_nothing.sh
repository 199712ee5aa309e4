# check changes nothing, whatever it finds, also in a folder that holds receipts.
# Release test 20.
mkdir photos
photo photos/a.jpg 192 128 ycc 2x2
redact photos/a.jpg 0.1 0.1 0.5 0.5
clean 0 -o photos/public photos
photo photos/public/new.jpg
echo broken >photos/public/b.png
state() { find photos -printf '%p %m %s %T@ %C@\n' | sort && find photos -type f -exec sha256sum {} + | sort; }
state >before
for format in text json sarif junit github; do
    check 3 --format $format photos
    check 3 --format $format --full photos
done
state >after
same before after
