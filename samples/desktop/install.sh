#!/usr/bin/env bash
# Put sladd on this user's desktop, or take it away again. Needs no root.
#
#   samples/desktop/install.sh [--uninstall]
#
# Afterwards there are: an icon on the desktop and in the menu, to drop photos on; "Open with"; an entry "Sanitise for
# publication" on the right button in Dolphin and Nemo; and in Nautilus (Files) under Scripts.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
data=${XDG_DATA_HOME:-$HOME/.local/share}
program=$data/sladd/desktop
desktop=$(xdg-user-dir DESKTOP 2>/dev/null) || desktop=$HOME/Desktop
menu=$data/applications/sladd.desktop
icon=$desktop/sladd.desktop
script="$data/nautilus/scripts/Sanitise for publication (sladd)"
dolphin=$data/kio/servicemenus/sladd.desktop
nemo=$data/nemo/actions/sladd.nemo_action
types=(image/jpeg image/png inode/directory)

refresh() {
    ! command -v update-desktop-database >/dev/null || update-desktop-database -q "$data/applications" || true
}

uninstall() {
    rm -f "$menu" "$script" "$dolphin" "$nemo"
    [[ $desktop -ef $HOME ]] || rm -f "$icon"
    rm -f "$program"/{sladd-desktop,messages.sh,result.sh,sladd}
    rmdir "$program" "$data/sladd" 2>/dev/null || true
    [[ ! -d $data/applications ]] || refresh
    echo "sladd was taken off the desktop. Photos and their sanitised copies stay."
}

find_sladd() {
    command -v sladd || realpath -e "$here/../../build/release/sladd" 2>/dev/null || {
        echo "sladd is not there yet: install its package, or build it with samples/demo.sh." >&2
        exit 2
    }
}

# A command of an Exec line: in quotation marks, with what is special there escaped, and once more as every value is.
quoted() { # PATH
    sed -e 's/["$`\\]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g' -e '1s/^/"/' -e '$s/$/"/' <<<"$1"
}

place() { # FILE TARGET COMMAND: with the wrapper's full path, because a desktop may not look in ~/.local/bin
    mkdir -p "$(dirname "$2")"
    COMMAND=$3 awk '{
        at = match($0, /^(Exec=|exec )sladd-desktop /)
        print at ? substr($0, 1, index($0, "sladd-desktop") - 1) ENVIRON["COMMAND"] substr($0, RLENGTH) : $0
    }' "$here/linux/$1" >"$2"
}

# To be one of the programs that open photos is welcome, to become the one that a double click starts is not.
defaults_before() {
    local type
    command -v xdg-mime >/dev/null || return 0
    for type in "${types[@]}"; do
        printf '%s %s\n' "$type" "$(xdg-mime query default "$type" 2>/dev/null)"
    done
}

keep_defaults() { # what defaults_before said
    local type before
    while read -r type before; do
        [[ -n $before && $before != sladd.desktop ]] || continue
        [[ $(xdg-mime query default "$type" 2>/dev/null) != sladd.desktop ]] || xdg-mime default "$before" "$type"
    done <<<"$1"
}

put_icon() {
    [[ -d $desktop && ! $desktop -ef $HOME ]] || return 0
    cp "$menu" "$icon"
    chmod +x "$icon"
    # GNOME starts an icon only when it is trusted.
    gio set "$icon" metadata::trusted true 2>/dev/null || true
}

install_all() {
    local sladd defaults
    sladd=$(find_sladd)
    defaults=$(defaults_before)
    mkdir -p "$program"
    cp "$here"/{sladd-desktop,messages.sh,result.sh} "$program"
    ln -sfn "$sladd" "$program/sladd"
    place sladd.desktop "$menu" "$(quoted "$program/sladd-desktop")"
    place dolphin.desktop "$dolphin" "$(quoted "$program/sladd-desktop")"
    place sladd.nemo_action "$nemo" "$(quoted "$program/sladd-desktop")"
    place nautilus-script "$script" "$(printf %q "$program/sladd-desktop")"
    sed -i '1s/.*/#!\/usr\/bin\/env bash/' "$script"
    chmod +x "$script" "$dolphin"
    put_icon
    refresh
    keep_defaults "$defaults"
    command -v zenity >/dev/null || command -v kdialog >/dev/null ||
        echo "Neither zenity nor kdialog is installed: install one of them to see windows." >&2
    echo "sladd is on the desktop of $(id -un). Drop photos on its icon, or use the right mouse button."
}

case ${1:-} in
'') install_all ;;
--uninstall) uninstall ;;
*) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" && exit 2 ;;
esac
