# `publish: no` withholds the photo: nothing is written of it, status 1, and the others are cleaned. A failed one
# outranks it.
photo photos/a.jpg
photo photos/b.jpg
printf 'version: 1\nphotos:\n  a.jpg: {publish: no}\n' >photos/consent.yaml
clean 1 --report report.json -o out photos
exists out/b.jpg
absent out/a.jpg
report '[(x["status"], x["output"]) for x in r["photos"]][0] == ("withheld", None)'
report 'r["summary"]["withheld"] == 1 and r["summary"]["sanitised"] == 1 and p["error"]'
clean 1 -n photos
clean 3 -o out2 photos missing.jpg
printf 'version: 1\nphotos:\n  a.jpg: {rights: {permission: no}}\n' >photos/consent.yaml
clean 1 -o out3 photos
absent out3/a.jpg

# A policy that publishes no photo of a pupil asks whom the face tags name, whatever blanks the tag has.
printf 'version: 1\npeople:\n  pia: {name: Pia Ås, role: pupil}\n' >photos/consent.yaml
tag() { # NAME: in a file beside the photo
    cat >photos/a.xmp <<XMP
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:MP="http://ns.microsoft.com/photo/1.2/" xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#"
 xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#"><MP:RegionInfo rdf:parseType="Resource"><MPRI:Regions><rdf:Bag>
<rdf:li rdf:parseType="Resource"><MPReg:PersonDisplayName>$1</MPReg:PersonDisplayName><MPReg:Rectangle>0.3, 0.3, 0.2, 0.2</MPReg:Rectangle></rdf:li>
</rdf:Bag></MPRI:Regions></MP:RegionInfo></rdf:Description></rdf:RDF></x:xmpmeta>
XMP
}
for name in 'Pia Ås' 'pia  ås' $'Pia\u00a0Ås' $'Pia \u200bÅs' $'Pia A\u030as'; do
    tag "$name"
    clean 1 -n -p health-youth photos/a.jpg
    says '*withheld: the policy health-youth*'
done
tag 'Pia Åsen'
clean 0 -n -p health-youth photos/a.jpg
