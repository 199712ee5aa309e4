#!/bin/bash
# UNTESTED: nobody has run this on a Mac yet, and sladd itself has been built and tried on Debian only.
#
# A Quick Action for the Finder. In Automator: New, Quick Action; "Workflow receives current image files or folders in
# Finder"; add "Run Shell Script", shell /bin/bash, pass input "as arguments"; paste this file; save as "Sanitise photos".
# Then it is on the right button under Quick Actions. Put the path of the folder that holds sladd-desktop in the next line.
desktop=$HOME/sladd/samples/desktop

export LANG=${LANG:-$(defaults read -g AppleLocale).UTF-8} # a Quick Action starts without the user's language
osascript -e 'display notification "The photos are being sanitised." with title "sladd"'
result=$(SLADD_DIALOG=terminal "$desktop/sladd-desktop" "$@" 2>&1)
status=$?
icon=note
[[ $status == 0 ]] || icon=caution
[[ $status -lt 2 ]] || icon=stop
# The text is an argument and never part of the script, whatever a file's name holds.
osascript - "$result" "$icon" <<'APPLESCRIPT'
on run {result_text, icon_name}
    if icon_name is "note" then
        display dialog result_text with title "sladd" buttons {"OK"} default button 1 with icon note
    else if icon_name is "caution" then
        display dialog result_text with title "sladd" buttons {"OK"} default button 1 with icon caution
    else
        display dialog result_text with title "sladd" buttons {"OK"} default button 1 with icon stop
    end if
end run
APPLESCRIPT
