"""Pickles plain values in every protocol; writes JSON: {name: [base64, ...]}."""

import base64
import json
import pickle
import sys

SHARED = ["again"]
LOOP = []
LOOP.append(LOOP)
PAIR = (LOOP, 1)
KNOT = ([],)
KNOT[0].append(KNOT)

VALUES = {
    "None": None,
    "True": True,
    "False": False,
    "integers": [0, 1, -1, 255, 256, 65535, 65536, -129, 2**31 - 1, -(2**31)],
    "long integers": [2**31, 2**53 - 1, -(2**53) + 1, 2**53, -(2**53), 10**40],
    "very long integer": 1 << 2100,
    "floats": [0.0, -0.0, 1.0, 0.1, -2.5e-300, 1e300, float("inf"), -float("inf")],
    "not a number": float("nan"),
    "texts": ["", "a", "é", "😀", "\\u0041", "line\nbreak", "\x00\x1a", "'\""],
    "byte order mark": "\ufeffa",
    "lone surrogates": ["\ud800", "a\udc80b", "\udfff\ud800"],
    "long text": "x" * 300,
    "bytes": [b"", b"a", bytes(range(256))],
    "long bytes": b"x" * 300,
    "bytearray": [bytearray(), bytearray(b"ab\xff")],
    "lists": [[], [1], [[], [[2]]]],
    "tuples": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), ((), ((),))],
    "sets": [set(), {1}, {"a"}, {(1, 2)}],
    "frozensets": [frozenset(), frozenset({1})],
    "dicts": [{}, {"a": 1}, {"a": {"b": []}}, {1: "x", None: 2, (1,): 3}],
    "shared": [SHARED, SHARED, (SHARED,)],
    "shared text": ["again and again", "again and again"],
}
# Written in several parts.
LARGE = {
    "large text": "é" * 70_000,
    "large bytes": b"x" * 70_000,
    "large list": list(range(2001)),
    "large dict": {str(i): i for i in range(2001)},
    "large set": set(range(2001)),
}
LOOPS = {"list in itself": LOOP, "tuple in itself": PAIR, "knot": KNOT}


class Own:
    """Not plain data."""


REFUSED = {
    "complex": 1j,
    "function": print,
    "class": Own,
    "object": Own(),
    "ellipsis": ...,
    "range": range(3),
    "exception": ValueError("x"),
    "in a list": [1, [2j]],
    "in a dict": {"a": {"b": Own()}},
}


def dumps(values):
    """All values in all protocols."""
    return {
        name: [
            base64.b64encode(pickle.dumps(value, protocol)).decode()
            for protocol in range(6)
        ]
        for name, value in values.items()
    }


def main():
    """Writes everything; what is large only when asked to."""
    groups = {"plain": VALUES, "loops": LOOPS, "refused": REFUSED}
    if sys.argv[1:] == ["--large"]:
        groups["large"] = LARGE
    json.dump({name: dumps(group) for name, group in groups.items()}, sys.stdout)


if __name__ == "__main__":
    main()
