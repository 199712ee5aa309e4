# shellcheck shell=bash disable=SC2154 # part of sladd-desktop, which has the rest
# What became of the photos, from sladd's reports to words and to a window.

# The report as lines of fields. sladd writes it with one key a line, so that its indentation tells what belongs where:
#   P folder status name error cause     N folder text name notice     W folder warning     T folder copy person
#   S folder key number
read_report() { # INDEX
    FOLDER="${folders[$1]%/}/" INDEX=$1 awk '
        function value(line) { # of a line with "key": "text" or "key": number or a text alone
            sub(/^ *("[a-z_0-9]+": )?/, "", line)
            sub(/,$/, "", line)
            if (line == "null") return ""
            if (line !~ /^"/) return line
            line = substr(line, 2, length(line) - 2)
            gsub(/\\\\/, "\001", line); gsub(/\\"/, "\"", line); gsub(/\\\//, "/", line); gsub(/\001/, "\\", line)
            gsub(/\357\277\275/, " ", line) # what sladd writes for a line feed or a byte that is no text
            return line
        }
        function put(kind, a, b, c, d) { print kind "\037" ENVIRON["INDEX"] "\037" a "\037" b "\037" c "\037" d "\037" }
        function below(name) {
            if (index(name, folder) == 1) return substr(name, length(folder) + 1)
            sub(/.*\//, "", name)
            return name
        }
        BEGIN { folder = ENVIRON["FOLDER"] }
        /^  "/ { split($0, part, "\""); section = part[2] }
        section == "summary" && /^    "/ { split($0, part, "\""); put("S", part[2], value($0)) }
        /^      "(source|source_sha256|status|error|cause|output|person|notice|text)": / { split($0, part, "\""); at[part[2]] = value($0) }
        section == "notes" && /^        "/ && copied[value($0)] { put("N", at["text"], below(value($0)), at["notice"]) }
        section == "warnings" && /^    "/ { put("W", value($0)) }
        /^    \}/ && section == "photos" {
            cause = at["cause"]
            if (cause == "io") cause = at["source_sha256"] == "" ? "read" : "write"
            put("P", at["status"], below(at["source"]), at["error"], cause)
            copied[at["source"]] = at["status"] ~ /^(sanitised|unchanged)$/
        }
        /^    \}/ && section == "take_down" { put("T", at["output"], at["person"]) }
        /^    \}/ { split("", at) }' "$work/report.$1"
}

count() { # KEY [INDEX]: the sum over all folders, or of one
    awk -F '\037' -v key="$1" -v at="${2:-}" '$1 == "S" && $3 == key && (at == "" || $2 == at) { sum += $4 }
        END { print sum + 0 }' "$work/rows"
}

plural() { # NUMBER ONE MANY
    if [[ $1 == 1 ]]; then echo "1 $2"; else echo "$1 $3"; fi
}

# In plain words, what the report names as the cause; sladd's own words for everything else.
explain() { # CAUSE ERROR
    case $1 in
    publish-no) echo "$W_PUBLISH" ;;
    permission-no) echo "$W_RIGHTS_NO" ;;
    permission-missing) echo "$W_RIGHTS" ;;
    policy-withholds) echo "$W_ROLE" ;;
    verify) echo "$F_VERIFY" ;;
    write) echo "$F_WRITE" ;;
    read) echo "$F_READ" ;;
    damaged) echo "$F_DAMAGED" ;;
    too-large | no-memory) echo "$F_LARGE" ;;
    not-a-photo | unsupported) echo "$F_KIND" ;;
    interrupted) echo "$F_STOPPED" ;;
    *) say "$F_OTHER\n" "$2" ;;
    esac
}

shown_name() { # FOLDER-INDEX NAME: with several folders, which one
    local folder=${folders[$1]##*/}
    if [[ ${#folders[@]} -gt 1 ]]; then echo "$folder/$2"; else echo "$2"; fi
}

list_photos() { # STATUS HEADING
    local kind at status name error cause heading=$2
    while IFS=$'\037' read -r kind at status name error cause _; do
        [[ $kind == P && $status == "$1" ]] || continue
        [[ -z $heading ]] || printf '\n%s\n' "$heading"
        heading=
        printf '• %s\n   %s\n' "$(shown_name "$at" "$name")" "$(explain "$cause" "$error")"
    done <"$work/rows"
}

list_take_down() {
    local kind at output person heading=$M_TAKE_DOWN
    while IFS=$'\037' read -r kind at output person _; do
        [[ $kind == T ]] || continue
        [[ -z $heading ]] || printf '\n%s\n' "$heading"
        heading=
        printf '• %s%s\n' "$(shown_name "$at" "$output")" "${person:+ ($person)}"
    done <"$work/rows"
}

# What is to be said of photos, each once with the first of their names, and of the manifests.
list_notes() {
    local kind text notice names heading=$M_NOTES
    while IFS=$'\037' read -r kind text notice names; do
        [[ -z $heading ]] || printf '\n%s\n' "$heading"
        heading=
        case $kind$notice in
        W) printf '• %s\n' "$text" ;;
        *"there is no record that the photographer"*) say "• $N_RIGHTS\n" "$names" ;;
        *"single trait"*) say "• $N_TRAIT\n" "$names" ;;
        *) printf '• %s (%s)\n' "$text" "$names" ;;
        esac
    done < <(awk -F '\037' '
        $1 == "W" && !seen[$3]++ { warnings = warnings "W\037" $3 "\037\037\n" }
        $1 == "N" && !count[$3]++ { notes[++n] = $3; notice[$3] = $5 }
        $1 == "N" && count[$3] <= 3 { names[$3] = names[$3] (count[$3] > 1 ? ", " : "") $4 }
        END {
            for (i = 1; i <= n; i++) {
                more = count[notes[i]] - 3
                print "N\037" notes[i] "\037" notice[notes[i]] "\037" names[notes[i]] (more > 0 ? " +" more : "")
            }
            printf "%s", warnings
        }' "$work/rows")
}

last_words() { # INDEX: of sladd
    local words
    words=$(tail -n 1 "$work/err.$1")
    echo "${words#sladd: }"
}

# The folders of which there is no report, or a strange one.
list_troubles() {
    local i status
    for ((i = 0; i < ${#folders[@]}; i++)); do
        status=none
        [[ ! -e $work/status.$i ]] || status=$(<"$work/status.$i")
        if [[ $status == read-only ]]; then
            say "\n$M_NOTHING\n" "${folders[i]}" && echo "$M_READ_ONLY"
        elif [[ $status == in-the-way ]]; then
            say "\n$M_NOTHING\n" "${folders[i]}" && echo "$M_IN_THE_WAY"
        elif [[ $status == 2 ]]; then
            say "\n$M_NOTHING\n" "${folders[i]}" && echo "$M_MANIFEST" && last_words "$i"
        elif [[ $status == none ]]; then
            say "\n$M_NOTHING\n" "${folders[i]}"
        elif $stopped; then
            : # has been said
        elif [[ ! -e $work/report.$i || $status -gt 3 ]]; then
            say "\n$M_GONE\n" "${folders[i]}" && echo "$(last_words "$i") ($status)"
        elif grep -q '^    "photos": 0,' "$work/report.$i"; then
            say "\n$M_NO_PHOTOS\n" "${folders[i]}"
        fi
    done
}

has_manifest() { # INDEX
    local path
    while IFS= read -r -d '' path; do
        [[ ! -e $path.consent.yaml && ! -e $path.consent.json ]] || return 0
        [[ ! -d $path ]] || ! is_written_about "$path" || return 0
    done <"$work/list.$1"
    manifest_is_above "${folders[$1]%/}" || [[ " ${options[*]-}" == *" --manifest"* || " ${options[*]-}" == *" -m"* ]]
}

list_folders() { # SOME-HAVE-A-MANIFEST
    local i heading=$M_WHERE
    for ((i = 0; i < ${#folders[@]}; i++)); do
        [[ -d ${folders[i]%/}/sanitised && -e $work/status.$i ]] || continue
        [[ -z $heading ]] || printf '\n%s\n' "$heading"
        heading=
        printf '%s\n' "${folders[i]%/}/sanitised"
        [[ $1 == no || $(count faces_kept "$i") != 0 ]] || has_manifest "$i" || printf '   %s\n' "$M_NO_MANIFEST"
    done
    [[ -n $heading ]] || printf '\n%s\n' "$M_LOOK"
}

write_result() {
    local i photos ready failed manifest=no
    for ((i = 0; i < ${#folders[@]}; i++)); do
        [[ ! -e $work/report.$i ]] || read_report "$i"
        ! has_manifest "$i" || manifest=yes
    done >"$work/rows"
    photos=$(count photos) failed=$(count failed)
    # Counted photo by photo and not taken from the summary: what was not understood is not called ready.
    ready=$(awk -F '\037' '$1 == "P" && ($3 == "sanitised" || $3 == "unchanged")' "$work/rows" | wc -l)
    ! $stopped || printf '%s\n' "$M_STOPPED"
    if [[ $photos -gt 0 ]]; then
        say "$M_READY\n" "$ready" "$(plural "$photos" "$M_PHOTO" "$M_PHOTOS")"
        say "$M_BLURRED\n" "$(plural "$(count faces_redacted)" "$M_FACE" "$M_FACES")" \
            "$(plural "$(count text_redacted)" "$M_LINE" "$M_LINES")" \
            "$(plural "$(count faces_kept)" "$M_FACE" "$M_FACES")"
        [[ $manifest == yes || $(count faces_kept) != 0 ]] || printf '%s\n' "$M_NO_MANIFEST"
    fi
    list_take_down
    list_photos withheld "$M_WITHHELD"
    list_photos failed "$M_FAILED"
    [[ $failed == 0 && $(count withheld) == 0 ]] || printf '\n%s\n' "$M_KEEP_BACK"
    list_troubles
    list_notes
    [[ $ready == 0 && $stopped == false ]] || list_folders "$manifest"
}

open_folder() {
    local i
    for ((i = 0; i < ${#folders[@]}; i++)); do
        [[ ! -d ${folders[i]}/sanitised ]] || xdg-open "${folders[i]}/sanitised" >/dev/null 2>&1 &
    done
}

# A window that grows with its text would leave the screen: long results get one that scrolls.
show_zenity() { # KIND: info, warning or error; prints what was chosen
    local text
    if [[ $(wc -l <"$work/result") -gt 22 || $(wc -c <"$work/result") -gt 1400 ]]; then
        zenity --text-info --title "$TITLE" --width 700 --height 520 --ok-label "$M_OPEN" --cancel-label "$M_CLOSE" \
            <"$work/result" && echo "$M_OPEN"
        return 0
    fi
    text=$(<"$work/result")
    set -- "--$1" --title "$TITLE" --no-markup --width 560 --ok-label "$M_CLOSE" --text "$text"
    [[ $ready_folders == 0 ]] || set -- "$@" --extra-button "$M_OPEN"
    zenity "$@"
}

show_kdialog() { # KIND
    local text
    if [[ $(wc -l <"$work/result") -gt 22 ]]; then
        kdialog --title "$TITLE" --textbox "$work/result" 700 520
        return
    fi
    text=$(<"$work/result")
    text=${text//\\/\\\\} # kdialog understands \n, and takes what looks like HTML for it
    text=${text//</‹}
    if [[ $ready_folders == 0 ]]; then
        kdialog --title "$TITLE" --error "$text"
        return
    fi
    case $1 in
    info) set -- --yesno ;;
    *) set -- --warningyesno ;;
    esac
    kdialog --title "$TITLE" "$1" "$text" --yes-label "$M_OPEN" --no-label "$M_CLOSE" && echo "$M_OPEN"
}

show_result() {
    local kind=info chosen='' i ready_folders=0
    [[ $worst == 0 ]] && ! grep -qs ^T "$work/rows" || kind=warning
    [[ $worst -lt 2 ]] || $stopped || kind=error
    for ((i = 0; i < ${#folders[@]}; i++)); do
        [[ ! -d ${folders[i]}/sanitised ]] || ready_folders=$((ready_folders + 1))
    done
    case $dialog in
    zenity) chosen=$(show_zenity "$kind" 2>"$work/ui") ;;
    kdialog) chosen=$(show_kdialog "$kind" 2>"$work/ui") ;;
    esac
    # Also for whoever started it on a terminal, or where the window could not be shown.
    cat "$work/result"
    [[ $chosen != "$M_OPEN" ]] || open_folder
}
