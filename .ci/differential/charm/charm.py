"""Does what its plan says; the peer of charm.ts, with the same names."""

import json
import os
import pathlib

import ops
from steps import STEPS

HERE = pathlib.Path(os.environ["JUJU_CHARM_DIR"])
PLAN = json.loads((HERE / "plan.json").read_text())
OBSERVERS = PLAN["observers"]


def see(*what):
    """Notes what the charm met, for the check to compare."""
    with (HERE / "seen.jsonl").open("a") as file:
        file.write(json.dumps(what) + "\n")


def follow(charm, event, observer, kind, steps):
    """Does the steps, up to the first error that no "try" expects."""
    see(observer, kind, "called", None)
    for name, *args in steps:
        expects_error = name == "try"
        if expects_error:
            name, *args = args
        try:
            result = STEPS[name](charm, event, *args)
        except Exception as error:
            if type(error).__name__ == "_Abort":
                raise
            see(observer, kind, name, {"error": type(error).__name__})
            if not expects_error:
                raise
        else:
            see(observer, kind, name, result)


def kinds_of(observer):
    """Kinds of events that an observer observes."""
    return list(OBSERVERS.get(observer, {})) * (2 if PLAN["isTwice"] else 1)


class ReadyEvent(ops.EventBase):
    """A custom event with a value."""

    def __init__(self, handle, value=None):
        super().__init__(handle)
        self.value = value

    def snapshot(self):
        return {"value": self.value}

    def restore(self, snapshot):
        self.value = snapshot["value"]


class PartEvents(ops.ObjectEvents):
    """What a part emits."""

    ready = ops.EventSource(ReadyEvent)


class Part(ops.Object):
    """A component of the charm, with a status and a state of its own."""

    on = PartEvents()
    state = ops.StoredState()

    def __init__(self, charm, key):
        super().__init__(charm, key)
        self.charm = charm
        for kind in kinds_of(key):
            if kind in charm.on.events():
                self.framework.observe(charm.on.events()[kind], self._on_event)

    def _on_event(self, event):
        kind = event.handle.kind
        key = self.handle.key
        follow(self.charm, event, key, kind, OBSERVERS.get(key, {}).get(kind, []))


class TwinCharm(ops.CharmBase):
    """The charm."""

    state = ops.StoredState()

    def __init__(self, framework):
        super().__init__(framework)
        self.secrets = {}
        self.parts = {key: Part(self, key) for key in PLAN["parts"]}
        for kind in kinds_of("charm"):
            if kind == "ready" and "first" in self.parts:
                self.framework.observe(self.parts["first"].on.ready, self._on_event)
            elif kind == "pre_commit":
                self.framework.observe(framework.on.pre_commit, self._on_event)
            elif kind in self.on.events():
                self.framework.observe(self.on.events()[kind], self._on_event)
        if PLAN["init"]:
            follow(self, None, "charm", "__init__", PLAN["init"])

    def _on_event(self, event):
        kind = event.handle.kind
        follow(self, event, "charm", kind, OBSERVERS.get("charm", {}).get(kind, []))


if __name__ == "__main__":
    ops.main(TwinCharm)
