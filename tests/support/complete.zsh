# zsh complete.zsh FOLDER LINE: what zsh offers when Tab is pressed after LINE, with the completions of FOLDER.
zmodload zsh/zpty
zpty -b shell zsh -f -i
zpty -w shell "PS1=; fpath=($1 \$fpath); autoload -U compinit; compinit -D -u; LISTMAX=10000; stty rows 300 cols 250; bindkey '^I' expand-or-complete; zstyle ':completion:*' list-packed no; print ready-to-complete"
while zpty -r shell line; do [[ $line == *ready-to-complete* && $line != *print* ]] && break; done
zpty -w -n shell "$2"$'\t'
sleep 2
while zpty -rt shell line; do print -r -- "$line"; done
zpty -d shell
