/* Face tags as programs write them, to be put together from their parts. */
#ifndef FORGE_TAGS_H
#define FORGE_TAGS_H

#include "forge.h"

#define HEAD                                                                                                           \
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"            \
    "<rdf:Description rdf:about='' xmlns:mwg-rs='http://www.metadataworkinggroup.com/schemas/regions/' "               \
    "xmlns:stArea='http://ns.adobe.com/xmp/sType/Area#' xmlns:stDim='http://ns.adobe.com/xap/1.0/sType/Dimensions#' "  \
    "xmlns:MP='http://ns.microsoft.com/photo/1.2/' xmlns:MPRI='http://ns.microsoft.com/photo/1.2/t/RegionInfo#' "      \
    "xmlns:MPReg='http://ns.microsoft.com/photo/1.2/t/Region#'>"
#define TAIL "</rdf:Description></rdf:RDF></x:xmpmeta>"
#define SIZE(w, h) "<mwg-rs:AppliedToDimensions stDim:w='" w "' stDim:h='" h "' stDim:unit='pixel'/>"
#define REGIONS(size, list)                                                                                            \
    "<mwg-rs:Regions rdf:parseType='Resource'>" size "<mwg-rs:RegionList><rdf:Bag>" list                               \
    "</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
#define REGION(type, name, unit, x, y, w, h)                                                                           \
    "<rdf:li><rdf:Description mwg-rs:Name='" name "' mwg-rs:Type='" type "'><mwg-rs:Area stArea:x='" x                 \
    "' stArea:y='" y "' stArea:w='" w "' stArea:h='" h "' stArea:unit='" unit "'/></rdf:Description></rdf:li>"
#define FACE(name, x, y, w, h) REGION("Face", name, "normalized", x, y, w, h)
#define PEOPLE(list)                                                                                                   \
    "<MP:RegionInfo rdf:parseType='Resource'><MPRI:Regions><rdf:Bag>" list "</rdf:Bag></MPRI:Regions></MP:RegionInfo>"
#define PERSON(name, rectangle)                                                                                        \
    "<rdf:li rdf:parseType='Resource'><MPReg:Rectangle>" rectangle "</MPReg:Rectangle><MPReg:PersonDisplayName>" name  \
    "</MPReg:PersonDisplayName></rdf:li>"

/* A face at left 0.1, top 0.2, width 0.2, height 0.3. */
#define KARI FACE("Kari", "0.2", "0.35", "0.2", "0.3")
#define PLAIN HEAD REGIONS(SIZE("400", "300"), KARI) TAIL

#endif
