#!/usr/bin/env python3
"""How much CPU time and memory `sladd clean` takes for a 12-megapixel photo, as a multiple of `jpegtran -copy none`.

    tests/bench/clean.py [--sladd build/release/sladd] [--photo PHOTO.jpg] [--runs 5]

Both commands run in turn on the same photo in one session, so that the ratio holds on a busy machine, too; the median
is what to quote. Without --photo, samples/photos are put together into one of 4000 x 3000 pixels: people of several
sizes, signs, and quiet walls. Needs python3-pil and libjpeg-turbo-progs.
"""
import argparse
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def twelve_megapixels(path):
    """One photo of the canteen sample, enlarged to what a phone makes."""
    from PIL import Image

    with Image.open(ROOT / "samples/photos/kantine.jpg") as photo:
        photo.convert("RGB").resize((4000, 3000), Image.LANCZOS).save(path, quality=92)


def measure(command):
    """(CPU seconds, peak memory of the largest process in MiB)."""
    pid = os.fork()
    if pid == 0:
        status = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        sys.stdout.flush()
        with open(os.environ["BENCH_OUT"], "w", encoding="ascii") as out:
            out.write(f"{status} {used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}")
        os._exit(0)
    os.waitpid(pid, 0)
    with open(os.environ["BENCH_OUT"], encoding="ascii") as result:
        status, seconds, memory = result.read().split()
    if status != "0":
        sys.exit(f"{command[0]} ended with status {status}")
    return float(seconds), float(memory)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sladd", default=str(ROOT / "build/release/sladd"))
    arguments.add_argument("--photo")
    arguments.add_argument("--runs", type=int, default=5)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BENCH_OUT"] = os.path.join(folder, "usage")
        photo = options.photo or os.path.join(folder, "photo.jpg")
        if not options.photo:
            twelve_megapixels(photo)
        peer = ["jpegtran", "-copy", "none", "-outfile", os.path.join(folder, "peer.jpg"), photo]
        ratios, seconds, peaks = [], [], []
        for run in range(options.runs + 1):
            out = os.path.join(folder, str(run))
            base, _ = measure(peer)
            mine, peak = measure([options.sladd, "clean", "-q", "-j", "1", "-o", out, photo])
            if run > 0:  # the first one warms the caches
                ratios.append(mine / base)
                seconds.append(mine)
                peaks.append(peak)
        print(f"CPU seconds {statistics.median(seconds):.2f} (median of {options.runs})")
        print(f"CPU time as a multiple of jpegtran -copy none: {statistics.median(ratios):.1f}")
        print(f"peak memory of one process: {max(peaks):.0f} MiB")


if __name__ == "__main__":
    main()
