#!/usr/bin/env python3
"""compare.py PHOTOS SLADD [--rounds N] [--yunet FILE.onnx] [--svg FILE] [--quick]

Runs `sladd` and its peers on the photos that photos.py made, all of them in turn and that several times, so that a busy
machine is busy for everybody, and prints medians: CPU and wall seconds, and the memory of the largest process. See
README.md. Use bench.sh, which makes the photos first.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


def measure(command, allowed):
    """(CPU seconds of the command and what it started, wall seconds, peak of the largest process in MiB)."""
    began = time.monotonic()
    with open(os.devnull, "w", encoding="ascii") as nothing:
        process = subprocess.Popen(command, stdout=nothing, stderr=nothing)
        _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in allowed:
        sys.exit("%s ended with %d" % (" ".join(command), os.waitstatus_to_exitcode(status)))
    return used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss / 1024


class Bench:
    """Commands by name, what they are prepared with, and their measurements of every round."""

    def __init__(self, scratch):
        self.scratch, self.commands, self.results = scratch, {}, {}

    def add(self, name, command, allowed=(0,)):
        """In `command`, OUT becomes a folder that is empty before each run."""
        self.commands[name] = (command, allowed)
        self.results[name] = []

    def run(self, rounds):
        for _ in range(rounds):
            for name, (command, allowed) in self.commands.items():
                out = self.scratch / "out"
                shutil.rmtree(out, ignore_errors=True)
                out.mkdir()
                self.results[name].append(measure([word.replace("OUT", str(out)) for word in command], allowed))

    def median(self, name):
        return tuple(statistics.median(column) for column in zip(*self.results[name]))


def add_commands(bench, options, photos, batch):
    sladd = options.sladd
    for photo in photos:
        name = photo.name
        bench.add("clean " + name, [sladd, "clean", "-q", "-j", "1", "-o", "OUT/c", str(photo)])
        if photo.suffix == ".jpg":
            bench.add("jpegtran " + name, ["jpegtran", "-copy", "none", "-outfile", "OUT/p.jpg", str(photo)])
        bench.add("exiftool " + name, ["exiftool", "-q", "-all=", "-o", "OUT/p" + photo.suffix, str(photo)])
        if options.yunet:
            bench.add("script " + name, [sys.executable, str(HERE / "peer.py"), options.yunet, "OUT", "1", str(photo)])
    for count in sorted({1, len(batch) // 2, len(batch)}):
        for jobs in (1, 2):
            names = [str(p) for p in batch[:count]]
            what = "%d photos, %d at a time" % (count, jobs)
            bench.add("clean " + what, [sladd, "clean", "-q", "-j", str(jobs), "-o", "OUT/c"] + names)
            if options.yunet:
                bench.add("script " + what, [sys.executable, str(HERE / "peer.py"), options.yunet, "OUT", str(jobs)] + names)
    copies = bench.scratch / "copies"
    measure([sladd, "clean", "-q", "-o", str(copies)] + [str(p) for p in batch], (0,))
    bench.add("check by receipts, %d photos" % len(batch), [sladd, "check", "-q", str(copies)], (0, 1))
    bench.add("check --full, %d photos" % len(batch), [sladd, "check", "--full", "-q", str(copies)], (0, 1))
    bench.add("sladd --version", [sladd, "--version"])


def ratio(bench, name, to):
    if to not in bench.results:
        return "      "
    return "%6.1f" % (bench.median(name)[0] / max(bench.median(to)[0], 1e-3))


def print_table(bench, rounds):
    print("medians of %d rounds; ratios are of CPU time\n" % rounds)
    print("%-52s %8s %8s %6s  %8s %8s" % ("", "CPU s", "wall s", "MiB", "jpegtran", "script"))
    for name in bench.commands:
        cpu, wall, memory = bench.median(name)
        what = name.split(" ", 1)[-1]
        print("%-52s %8.2f %8.2f %6.0f  %8s %8s" % (name, cpu, wall, memory, ratio(bench, name, "jpegtran " + what),
                                                  ratio(bench, name, "script " + what)))


def growth(bench, photos, batch):
    """(label, x axis, [(x, CPU seconds)]) for each way in which a run can become larger."""
    cpu = {p.name: bench.median("clean " + p.name)[0] for p in photos}
    plain = sorted(n for n in cpu if n.endswith("-faces.jpg"))
    sizes = sorted({int(n[:2]) for n in plain})
    lines = [("megapixels, nobody", [(s, cpu["%02d-megapixels-000-faces.jpg" % s]) for s in sizes])]
    middle = sizes[len(sizes) // 2]
    lines.append(("faces, %d megapixels" % middle,
                  [(int(n[14:17]), cpu[n]) for n in plain if n.startswith("%02d-" % middle)]))
    counts = sorted({1, len(batch) // 2, len(batch)})
    for jobs in (1, 2):
        lines.append(("photos, -j %d (wall)" % jobs,
                      [(c, bench.median("clean %d photos, %d at a time" % (c, jobs))[1]) for c in counts]))
    return lines


def write_svg(path, lines):
    """One small plot a line, side by side: no library needed, and readable in any browser."""
    width, height, parts = 220, 160, []
    for i, (label, points) in enumerate(lines):
        right, top = max(x for x, _ in points) or 1, max(y for _, y in points) or 1
        at = [(i * width + 30 + 160 * x / right, 130 - 100 * y / top) for x, y in points]
        parts.append('<polyline fill="none" stroke="#246" points="%s"/>' % " ".join("%.1f,%.1f" % p for p in at))
        parts += ['<circle cx="%.1f" cy="%.1f" r="3" fill="#246"/><text x="%.1f" y="%.1f">%.2f</text>'
                  % (x, y, x + 4, y - 4, points[k][1]) for k, (x, y) in enumerate(at)]
        parts.append('<text x="%d" y="150">%s, to %g</text>' % (i * width + 30, label, right))
        parts.append('<path d="M%d 20V130H%d" stroke="#999" fill="none"/>' % (i * width + 30, i * width + 200))
    pathlib.Path(path).write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="10">'
        '<text x="30" y="12">seconds that sladd clean takes</text>%s</svg>\n' % (len(lines) * width, height, "".join(parts)),
        encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("photos", type=pathlib.Path)
    arguments.add_argument("sladd")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--yunet", default=os.environ.get("YUNET", ""))
    arguments.add_argument("--svg")
    arguments.add_argument("--quick", action="store_true", help="12 megapixels and a batch of two only")
    options = arguments.parse_args()
    photos = sorted(p for p in options.photos.iterdir() if p.suffix in (".jpg", ".png"))
    batch = sorted((options.photos / "batch").iterdir())
    if options.quick:
        photos, batch = [p for p in photos if p.name.startswith("12-") and p.name.endswith("-faces.jpg")], batch[:2]
    if not options.yunet:
        print("without the script: name YuNet's ONNX file by --yunet or YUNET to compare with it", file=sys.stderr)
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(pathlib.Path(scratch))
        add_commands(bench, options, photos, batch)
        bench.run(options.rounds)
        print_table(bench, options.rounds)
        lines = growth(bench, photos, batch)
    print()
    for label, points in lines:
        print("%-28s %s" % (label, "  ".join("%g: %.2f s" % p for p in points)))
    if options.svg:
        write_svg(options.svg, lines)


if __name__ == "__main__":
    main()
