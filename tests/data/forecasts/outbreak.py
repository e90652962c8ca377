"""What is usual of the week after a made-up series, by an implementation of its own: whole matrices, Newton's method and
other words for the same formulas as src/forecasts/outbreak/farrington.rs, from the papers named there. Prints low, expected
and high of each series for src/forecasts/outbreak/tests.rs: python3 tests/data/forecasts/outbreak.py"""
import math


def series(kind):
    out = []
    for w in range(300):
        y = 40 + 12 * math.sin(2 * math.pi * w / 52.1775) + (w * 7919 % 23) - 11
        if kind == "grows":
            y += w / 10
        if kind == "outbreak" and 300 - 105 <= w <= 300 - 104:
            y += 160
        if kind == "falls":
            y *= math.exp(-w / 150)
        out.append(float(round(y)))
    return out


def solve(a, b):
    n = len(b)
    m = [row[:] + [b[i]] for i, row in enumerate(a)]
    for c in range(n):
        p = max(range(c, n), key=lambda r: abs(m[r][c]))
        m[c], m[p] = m[p], m[c]
        for r in range(n):
            if r != c:
                f = m[r][c] / m[c][c]
                m[r] = [x - f * y for x, y in zip(m[r], m[c])]
    return [m[i][n] / m[i][i] for i in range(n)]


def glm(x, y, w):
    n, p = len(y), len(x[0])
    beta = [math.log(sum(y) / n)] + [0.0] * (p - 1)
    for _ in range(200):
        mu = [math.exp(sum(b * v for b, v in zip(beta, row))) for row in x]
        grad = [sum(w[i] * (y[i] - mu[i]) * x[i][j] for i in range(n)) for j in range(p)]
        info = [[sum(w[i] * mu[i] * x[i][j] * x[i][k] for i in range(n)) for k in range(p)] for j in range(p)]
        beta = [b + s for b, s in zip(beta, solve(info, grad))]
    mu = [math.exp(sum(b * v for b, v in zip(beta, row))) for row in x]
    phi = max(1.0, sum(w[i] * (y[i] - mu[i]) ** 2 / mu[i] for i in range(n)) / (n - p))
    inv = [solve(info, [float(i == j) for j in range(p)]) for i in range(p)]
    quad = lambda row: sum(row[j] * inv[j][k] * row[k] for j in range(p) for k in range(p))
    hat = [w[i] * mu[i] * quad(x[i]) for i in range(n)]
    return beta, mu, phi, hat, quad


def usual(before):
    rows = []
    for year in range(1, 6):
        back = round(year * 365.25 / 7)
        rows += [(-b / (365.25 / 7), before[-b]) for b in range(back - 3, back + 4) if b <= len(before)]
    y = [r[1] for r in rows]
    for trend in (True, False):
        x = [[1.0, r[0]] if trend else [1.0] for r in rows]
        beta, mu, phi, hat, _ = glm(x, y, [1.0] * len(y))
        s = [1.5 * (a ** (2 / 3) - m ** (2 / 3)) / (m ** (1 / 6) * math.sqrt(phi * (1 - h))) for a, m, h in zip(y, mu, hat)]
        w = [v ** -2 if v > 2.58 else 1.0 for v in s]
        w = [v * len(w) / sum(w) for v in w]
        beta, mu, phi, hat, quad = glm(x, y, w)
        m = math.exp(beta[0])
        if m <= max(y) or not trend:
            break
    v = phi * m + phi * m * m * quad([1.0, 0.0][:len(x[0])])
    side = lambda sign: m * max(0.0, 1 + sign * 2 / 3 * 2.5758293035489 * math.sqrt(v) / m) ** 1.5
    return side(-1), m, side(1)


for kind in ("plain", "grows", "outbreak", "falls"):
    print(kind, *("%.6f" % f for f in usual(series(kind))))
