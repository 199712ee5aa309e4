# Run by cpack before it packs: what Debian's policy asks for beyond what an installation holds.
if(NOT CPACK_SLADD_PREFIX STREQUAL CPACK_PACKAGING_INSTALL_PREFIX)
  message(FATAL_ERROR "The library knows its models by their path: build with the preset debian before cpack.")
endif()
file(GLOB packages "${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*/usr")
string(TIMESTAMP today "%a, %d %b %Y %H:%M:%S +0000" UTC)
foreach(usr ${packages})
  file(GLOB pages ${usr}/share/man/man?/*.[15])
  foreach(page ${pages})
    execute_process(COMMAND gzip -9n ${page} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
  set(name sladd)
  if(EXISTS ${usr}/include)
    set(name libsladd-dev)
    file(GLOB libraries ${usr}/lib/*/libsladd.a)
    execute_process(COMMAND strip --strip-debug --enable-deterministic-archives ${libraries} COMMAND_ERROR_IS_FATAL ANY)
    file(RENAME ${usr}/share/doc/sladd ${usr}/share/doc/libsladd-dev)
  endif()
  # Debian's zsh looks for packages' functions here.
  if(EXISTS ${usr}/share/zsh/site-functions)
    file(RENAME ${usr}/share/zsh/site-functions ${usr}/share/zsh/vendor-completions)
  endif()
  set(doc ${usr}/share/doc/${name})
  file(REMOVE ${doc}/LICENSE)
  if(EXISTS ${doc}/README.md)
    file(READ ${doc}/README.md readme)
    string(REPLACE "](LICENSE)" "](copyright)" readme "${readme}")
    string(REPLACE "](examples/sanitise.c)" "](../libsladd-dev/examples/sanitise.c)" readme "${readme}")
    file(WRITE ${doc}/README.md "${readme}")
  endif()
  file(WRITE ${doc}/copyright "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: sladd

Files: *
Copyright: 2026 the sladd developers
License: Apache-2.0
 On Debian systems, the full text of the Apache License, Version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.
")
  file(WRITE ${doc}/changelog "${name} (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * See CHANGELOG.md.

 -- ${CPACK_PACKAGE_CONTACT}  ${today}
")
  execute_process(COMMAND gzip -9n ${doc}/changelog COMMAND_ERROR_IS_FATAL ANY)
endforeach()
