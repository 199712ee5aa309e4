#!/usr/bin/env python3
"""average.py IN.pt... OUT.pt: the mean of several states of one training, weight by weight.

States from along the way err in different places; their mean finds more than the last of them (averaging along the
training's path, Izmailov et al., 2018).
"""
import sys

import torch

from common import need


def weights(path):
    state = torch.load(need(path, "state"), map_location="cpu")
    return state.get("average", state)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    states = [weights(path) for path in sys.argv[1:-1]]
    mean = dict(states[0])
    for name, value in mean.items():
        if value.dtype.is_floating_point:
            mean[name] = sum(state[name] for state in states) / len(states)
    torch.save(mean, sys.argv[-1])


if __name__ == "__main__":
    main()
