# zsh complete.zsh FOLDER LINE: what zsh offers when Tab is pressed after LINE, with the completions of FOLDER.
zmodload zsh/zpty
zpty -b shell zsh -f -i
zpty -w shell "PS1=; fpath=($1 \$fpath); autoload -U compinit; compinit -D -u; LISTMAX=10000; stty rows 300 cols 250; bindkey '^I' expand-or-complete; zstyle ':completion:*' list-packed no; print ready-''to-complete"
# What is typed comes back, perhaps twice and broken into lines; only what it prints has the words without the quotes.
integer listed=0 quiet=0 waited=0
line=''
while [[ $line != *ready-to-complete* && $waited -lt 300 ]]; do
    zpty -rt shell line || sleep 0.1
    waited+=1
done
zpty -w -n shell "$2"$'\t'
# Until the list has come and nothing follows it; a busy machine takes its time.
waited=0
while (( quiet < 10 && waited < 300 )); do
    if zpty -rt shell line; then
        print -rn -- "$line"
        # Everything after the line itself, which is echoed first, is the list.
        [[ $line != *"${2% }"* ]] && listed=1
        quiet=0
    else
        (( quiet += listed, waited++ ))
        sleep 0.1
    fi
done
zpty -d shell
