# Everything that a file holds besides its picture breaks the rule it should; structure breaks none.
mkdir media
entry() { printf 'version: 1\nphotos:\n  %s: {rights: {permission: yes}}\n' "$1" >media/consent.yaml; }
entry a.jpg
with() { # RULES EXIFTOOL-OPTION...: a photo with this metadata breaks exactly these rules
    local rules=$1 status=1
    shift
    photo media/a.jpg
    expect 0 exiftool -q -overwrite_original "$@" media/a.jpg
    [[ -n $rules ]] || status=0
    finds $status "$rules" media
}
photo media/a.jpg
finds 0 '' media
with '' -Orientation#=6 -XResolution=72 -YResolution=72 -ResolutionUnit=inches -ColorSpace=sRGB
with metadata-location -GPSLatitude=60.39 -GPSLatitudeRef=N
report '"exif:GPSLatitude" in p["findings"][0]["names"]'
with metadata-identifying -Artist=Kari
with metadata-identifying -DateTimeOriginal='2026:05:17 12:00:00'
with metadata-identifying -SerialNumber=123
with metadata-identifying -XMP-dc:Creator=Kari
with metadata-identifying -IPTC:Keywords=Kari
with metadata-identifying -Comment=Kari
with 'metadata-identifying metadata-location' -XMP-exif:GPSLatitude=60.39
photo thumb.jpg 32 32 ycc 1x1
with thumbnail '-ThumbnailImage<=thumb.jpg'
photo media/a.jpg
printf 'hello' >>media/a.jpg
finds 1 hidden-bytes media
photo media/a.jpg
cat thumb.jpg >>media/a.jpg
finds 1 'hidden-bytes hidden-image' media
# The names of what was found are told, the values never.
with metadata-identifying -Artist=SecretCanary
! grep -q SecretCanary log || fail "a value was told"
# PNG: text and time are findings, the resolution is none.
rm media/a.jpg
entry a.png
png media/a.png
finds 0 '' media
expect 0 exiftool -q -overwrite_original -PNG:PixelsPerUnitX=2835 -PNG:PixelsPerUnitY=2835 media/a.png
finds 0 '' media
expect 0 exiftool -q -overwrite_original -PNG:Author=Kari media/a.png
finds 1 metadata-identifying media
