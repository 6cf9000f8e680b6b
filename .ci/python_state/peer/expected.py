"""Tells what is in a state file, as Python's ops reads it, in our form of JSON."""

import base64
import json
import sys

import ops.storage


def ours(value):
    """Our tagged form of a value."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        if abs(value) < 2**53:
            return value
        return {"$": "bigint", "v": str(value)}
    if isinstance(value, float):
        if value in (float("inf"), float("-inf")):
            return {"$": "number", "v": "Infinity" if value > 0 else "-Infinity"}
        return value
    if isinstance(value, bytes):
        return {"$": "bytes", "v": base64.b64encode(value).decode()}
    if isinstance(value, (list, tuple)):
        return [ours(item) for item in value]
    if isinstance(value, set):
        return {"$": "set", "v": sorted(ours(item) for item in value)}
    if isinstance(value, dict):
        entries = [[ours(key), ours(item)] for key, item in value.items()]
        if all(isinstance(key, str) for key in value):
            if "$" in value:
                return {"$": "object", "v": sorted(entries)}
            return dict(entries)
        return {"$": "map", "v": entries}
    raise TypeError(type(value))


def main():
    """Writes the stored states of the file in the first argument."""
    storage = ops.storage.SQLiteStorage(sys.argv[1])
    states = {
        path: ours(storage.load_snapshot(path))
        for path in storage.list_snapshots()
        if "/StoredStateData[" in path
    }
    json.dump({"states": states, "notices": list(storage.notices())}, sys.stdout)
    storage.close()


if __name__ == "__main__":
    main()
