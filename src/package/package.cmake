# What others install: the library with its headers and pkg-config file, the desktop, and the Debian packages. Included by the
# CMakeLists.txt at the top.

# libsladd.a is one object: the library's front and what it needs. Exactly the functions that the public headers declare are
# names that a program sees; all others are hidden, so that they clash with nobody's and nobody comes to depend on them.
file(GLOB PUBLIC_HEADERS CONFIGURE_DEPENDS include/sladd/*.h)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PUBLIC_HEADERS})
set(API)
foreach(header ${PUBLIC_HEADERS})
  file(STRINGS ${header} declarations REGEX "^[a-z].*[ *]sladd_[a-z0-9_]+\\(")
  list(APPEND API ${declarations})
endforeach()
list(TRANSFORM API REPLACE "^.*[ *](sladd_[a-z0-9_]+)\\(.*$" "\\1")
list(FILTER API INCLUDE REGEX "^sladd_[a-z0-9_]+$") # a semicolon ends an item, so that a comment after it is one, too
find_program(GNU_LINKER NAMES ${CMAKE_C_LIBRARY_ARCHITECTURE}-ld.bfd ld.bfd REQUIRED) # lld cannot merge groups of sections
set(roots ${API})
list(TRANSFORM roots PREPEND "-u;")
list(TRANSFORM API PREPEND "--keep-global-symbol=" OUTPUT_VARIABLE kept)
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/libsladd.a DEPENDS sladd_library VERBATIM COMMAND_EXPAND_LISTS
  COMMAND ${GNU_LINKER} -r --force-group-allocation "${roots}" -o ${CMAKE_BINARY_DIR}/sladd.o $<TARGET_FILE:sladd_library>
  COMMAND ${CMAKE_OBJCOPY} "${kept}" ${CMAKE_BINARY_DIR}/sladd.o
  COMMAND ${CMAKE_COMMAND} -E rm -f ${CMAKE_BINARY_DIR}/libsladd.a
  COMMAND ${CMAKE_AR} rcs ${CMAKE_BINARY_DIR}/libsladd.a ${CMAKE_BINARY_DIR}/sladd.o)
add_custom_target(library ALL DEPENDS ${CMAKE_BINARY_DIR}/libsladd.a)
file(RELATIVE_PATH PC_TO_PREFIX ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
list(JOIN LIBRARY_PACKAGES " " PC_REQUIRES)
configure_file(src/package/sladd.pc.in sladd.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/libsladd.a DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(FILES ${CMAKE_BINARY_DIR}/sladd.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
install(DIRECTORY include/sladd DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
install(FILES samples/api/sanitise.c DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples COMPONENT development)

# For whoever installs the command and has no source: the desktop's scripts, and what stands guard in CI.
install(DIRECTORY samples/desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/sladd USE_SOURCE_PERMISSIONS)
install(DIRECTORY samples/ci samples/scale samples/policy DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples
        USE_SOURCE_PERMISSIONS)

# The papers. Links of the README lead to what is installed; what stays in the source is named without one.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS README.md)
file(RELATIVE_PATH DOC_TO_DATA ${CMAKE_INSTALL_FULL_DOCDIR} ${CMAKE_INSTALL_FULL_DATADIR}/sladd)
file(RELATIVE_PATH DOC_TO_INCLUDE ${CMAKE_INSTALL_FULL_DOCDIR} ${CMAKE_INSTALL_FULL_INCLUDEDIR})
file(READ README.md readme)
string(REGEX REPLACE "\\[([^]]+)\\]\\((samples/README|src/README|CONTRIBUTING)[.]md\\)" "\\1" readme "${readme}")
string(REPLACE "](samples/desktop/" "](${DOC_TO_DATA}/desktop/" readme "${readme}")
string(REPLACE "](samples/api/" "](examples/" readme "${readme}")
string(REPLACE "](samples/" "](examples/" readme "${readme}")
string(REPLACE "](models/" "](${DOC_TO_DATA}/models/" readme "${readme}")
string(REPLACE "](include/" "](${DOC_TO_INCLUDE}/" readme "${readme}")
file(WRITE ${CMAKE_BINARY_DIR}/README.md "${readme}")
install(FILES ${CMAKE_BINARY_DIR}/README.md CHANGELOG.md SECURITY.md LICENSE .pre-commit-hooks.yaml
        DESTINATION ${CMAKE_INSTALL_DOCDIR})

# cpack in the build folder of the preset "debian" makes sladd and libsladd-dev.
set(CPACK_SLADD_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_GENERATOR DEB)
set(SLADD_CONTACT "The sladd developers <sladd@localhost>" CACHE STRING "Whom the packages name as their maintainer")
set(CPACK_PACKAGE_CONTACT ${SLADD_CONTACT})
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/src/package/debian.cmake)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Blurs everybody without consent in workplace photos")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_SOURCE_IGNORE_FILES "/\\.git/;/build/;/samples/cleaned/;/recipe/.*\\.pt$;/recipe/.*-history\\.txt$")
set(CPACK_COMPONENTS_ALL Unspecified development)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS OFF)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_NAME sladd)
set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_RECOMMENDS "tesseract-ocr-nor, tesseract-ocr-swe, tesseract-ocr-eng")
set(CPACK_DEBIAN_UNSPECIFIED_PACKAGE_SUGGESTS "zenity | kdialog, xdg-utils")
set(CPACK_COMPONENT_UNSPECIFIED_DESCRIPTION
    "sladd finds faces and readable text in photos, blurs everybody who has no\nvalid consent in a small manifest beside them, strips what cameras and editors\nhide in the file, and verifies its own output. No network, no biometrics.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libsladd-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "sladd (= ${PROJECT_VERSION}), libopencv-dev, libjpeg62-turbo-dev, \
libpng-dev, libexif-dev, libyaml-dev, liblcms2-dev, nettle-dev, libxxhash-dev, zlib1g-dev, libexpat1-dev, libunistring-dev, libheif-dev, libwebp-dev, libtiff-dev, libstdc++-12-dev | libstdc++-dev${XNNPACK_DEPENDS}${ZBAR_DEPENDS}${TESSERACT_DEPENDS}")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
    "Static library, headers and pkg-config file of sladd: one photo in memory\nbecomes its sanitised copy in memory.")
include(CPack)
