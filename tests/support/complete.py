"""complete.py FOLDER LINE: what zsh offers when Tab is pressed after LINE, with the completions of FOLDER.

Through a terminal of our own: zsh's zpty breaks on what it reads in pieces on a busy machine.
"""
import os
import pty
import select
import sys
import time

READY, LISTED = b"ready-to-complete", b"end-of-the-list"
SETUP = """PS1=; fpath=({folder!r} $fpath); autoload -U compinit; compinit -D -u; LISTMAX=10000
stty rows 300 cols 250; zstyle ':completion:*' list-packed no
tab() {{ zle expand-or-complete; zle -R; print -r -- end-of-''the-list }}
zle -N tab; bindkey '^I' tab; print ready-''to-complete
"""


def read_until(terminal, mark):
    """What the terminal prints up to mark; the words are typed in two parts, so the echo of a command is no mark."""
    printed, deadline = b"", time.monotonic() + 60
    while mark not in printed:
        if not select.select([terminal], [], [], max(0, deadline - time.monotonic()))[0]:
            sys.exit(f"zsh does not print {mark.decode()} within a minute, only {printed!r}")
        printed += os.read(terminal, 65536)
    return printed


folder, line = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp("zsh", ["zsh", "-f", "-i"])
os.write(terminal, SETUP.format(folder=folder).encode())
read_until(terminal, READY)
os.write(terminal, line.encode() + b"\t")
sys.stdout.buffer.write(read_until(terminal, LISTED))
os.close(terminal)
