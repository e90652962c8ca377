"""statsforecast beside `medvault backtest`: the same series, the same origins, accuracy and time of both.

    python3 -m venv ENV && ENV/bin/pip install statsforecast==2.1.1
    cargo build --release && ENV/bin/python benches/reference.py target/release/medvault FILE.csv --origins 2 --horizon 6

FILE is what `medvault backtest` reads, monthly. Series that are too short to look back from are left out of both.
MASE is by the in-sample error of doing as a year before, averaged over series and origins; WAPE is pooled.
Times are CPU seconds of everything each side does, reading included; statsforecast is given one process.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile

SEASON = 12


def read(file):
    """Values by series, gaps filled with the value before, as statsforecast takes none."""
    rows = {}
    with open(file, newline="", encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            year, month = row["period"].split("-")[:2]
            value = float(row["value"]) if row["value"] else None
            rows.setdefault(row["series_id"], {})[int(year) * 12 + int(month) - 1] = value
    series = {}
    for name, known in rows.items():
        values, last = [], 0.0
        for month in range(min(known), max(known) + 1):
            value = known.get(month)
            last = last if value is None else value
            values.append(last)
        series[name] = (min(known), values)
    return series


def write(series, to):
    out = csv.writer(to)
    out.writerow(["series_id", "period", "value"])
    for name, (first, values) in series.items():
        for at, value in enumerate(values, first):
            out.writerow([name, f"{at // 12:04}-{at % 12 + 1:02}", value])
    to.flush()


def cpu(who):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def reference(series, origins, horizon):
    """(model, MASE, WAPE, bias, CPU seconds) of each model of statsforecast."""
    import numpy
    from statsforecast.models import (
        IMAPA, TSB, AutoETS, DynamicOptimizedTheta, SeasonalNaive, SimpleExponentialSmoothingOptimized, WindowAverage,
    )

    models = {
        "SeasonalNaive": SeasonalNaive(SEASON),
        "WindowAverage(3)": WindowAverage(3),
        "SES": SimpleExponentialSmoothingOptimized(),
        "TSB": TSB(0.2, 0.2),
        "IMAPA": IMAPA(),
        "Theta": DynamicOptimizedTheta(season_length=SEASON),
        "AutoETS": AutoETS(season_length=SEASON),
    }
    for name, model in models.items():
        # Compiled on first use: not part of what a forecast takes.
        model.forecast(y=numpy.arange(40, dtype=float) % 7, h=horizon)
        started, scaled, errors, signed, actual = cpu(resource.RUSAGE_SELF), [], 0.0, 0.0, 0.0
        for _, values in series.values():
            values = numpy.asarray(values, dtype=float)
            for origin in range(1, origins + 1):
                start = len(values) - origin * horizon
                known, came = values[:start], values[start : start + horizon]
                try:
                    said = numpy.nan_to_num(model.forecast(y=known, h=horizon)["mean"])
                except Exception as error:  # it gives up on some series; ours may not
                    print(f"{name}: {error}", file=sys.stderr)
                    said = numpy.repeat(known[-3:].mean(), horizon)
                wrong = numpy.clip(said, 0, None) - came
                errors, signed, actual = errors + abs(wrong).sum(), signed + wrong.sum(), actual + came.sum()
                yard = abs(known[SEASON:] - known[:-SEASON]).mean()
                if yard > 0:
                    scaled.append(abs(wrong).mean() / yard)
        used = cpu(resource.RUSAGE_SELF) - started
        yield name, sum(scaled) / max(len(scaled), 1), errors / actual, signed / actual, used


def ours(program, file, origins, horizon):
    """The same of `medvault backtest`, which tries every model and combines them."""
    started = cpu(resource.RUSAGE_CHILDREN)
    told = subprocess.run(
        [program, "backtest", "--csv", file, "--origins", str(origins), "--horizon", str(horizon), "--json"],
        check=True, stdout=subprocess.PIPE, text=True,
    )
    used = cpu(resource.RUSAGE_CHILDREN) - started
    for line in map(json.loads, told.stdout.splitlines()):
        yield line["model"], line["mase"] or 0.0, line["wape"], line["bias"], used


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("file")
    parser.add_argument("--origins", type=int, default=2)
    parser.add_argument("--horizon", type=int, default=6)
    parser.add_argument("--every", type=int, default=1, help="only every so many series, the first among them")
    args = parser.parse_args()
    os.environ.setdefault("NUMBA_NUM_THREADS", "1")

    least = 2 * SEASON + args.origins * args.horizon
    series = [item for item in read(args.file).items() if len(item[1][1]) >= least]
    series = dict(series[:: args.every])
    if not series:
        sys.exit(f"no series of {args.file} has {least} months")
    print(f"{len(series)} series, {args.origins} origins, {args.horizon} months ahead")
    print(f"{'':34} {'MASE':>7} {'WAPE':>8} {'bias':>8} {'CPU s':>8}")
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as file:
        write(series, file)
        sides = {
            "medvault": ours(args.program, file.name, args.origins, args.horizon),
            "statsforecast": reference(series, args.origins, args.horizon),
        }
        for side, lines in sides.items():
            for name, mase, wape, bias, used in lines:
                # Ours come out of one run, so its time stands once.
                time = f"{used:8.1f}" if side != "medvault" or name == "medvault" else f"{'':8}"
                name = name if name == side else f"{side} {name}"
                print(f"{name:34} {mase:7.3f} {wape:7.1%} {bias:8.1%} {time}", flush=True)


if __name__ == "__main__":
    main()
