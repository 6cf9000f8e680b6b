"""The tasks of compare.ts in Python's ops.

Arguments: a task, a count and a state file; prints the milliseconds it took.
"""

import logging
import sys
import time

import ops
import ops.model
import ops.storage


class ChangedEvent(ops.EventBase):
    """Has a number."""

    def __init__(self, handle, n=0):
        super().__init__(handle)
        self.n = n

    def snapshot(self):
        return {"n": self.n}

    def restore(self, snapshot):
        self.n = snapshot["n"]


class Events(ops.ObjectEvents):
    """What the part emits."""

    changed = ops.EventSource(ChangedEvent)


class Part(ops.Object):
    """Defers all that it emits."""

    on = Events()

    def __init__(self, framework):
        super().__init__(framework, None)
        framework.observe(self.on.changed, self._on_changed)

    def _on_changed(self, event):
        event.defer()


class Keeper(ops.Object):
    """Keeps a state."""

    _stored = ops.StoredState()

    def __init__(self, framework):
        super().__init__(framework, None)


def megabyte():
    """About a megabyte, as ours."""
    return {
        f"unit-{index}": {
            "address": f"10.0.{index >> 8}.{index & 255}",
            "token": "x" * 120,
            "ports": [80, 443],
            "ready": True,
        }
        for index in range(5000)
    }


def main():
    """Does the task."""
    task, count, path = sys.argv[1:]
    logging.disable(logging.CRITICAL)
    meta = ops.CharmMeta()
    backend = ops.model._ModelBackend("app/0")
    start = time.perf_counter()
    model = ops.Model(meta, backend)
    framework = ops.Framework(ops.storage.SQLiteStorage(path), ".", meta, model)
    if task in ("emit", "reemit"):
        part = Part(framework)
        if task == "emit":
            for n in range(int(count)):
                part.on.changed.emit(n)
        else:
            framework.reemit()
    else:
        stored = Keeper(framework)._stored
        if task == "fill":
            stored.units = megabyte()
        else:
            stored.set_default(round=0)
            stored.round += 1
    framework.commit()
    framework.close()
    print(1000 * (time.perf_counter() - start))


if __name__ == "__main__":
    main()
