"""A charm of Python's ops that keeps all kinds of values and defers events."""

import ops


class CreatedEvent(ops.EventBase):
    """A library's own event."""


class LibraryEvents(ops.ObjectEvents):
    """What the library emits."""

    created = ops.EventSource(CreatedEvent)


class Library(ops.Object):
    """A part of the charm with state and events of its own."""

    on = LibraryEvents()
    _stored = ops.StoredState()

    def __init__(self, charm, key):
        super().__init__(charm, key)
        self._stored.set_default(known=["a"], secret_ids={})


class PeerCharm(ops.CharmBase):
    """The charm, which does the same for each event: it defers."""

    _stored = ops.StoredState()
    settings = ops.StoredState()

    def __init__(self, framework):
        super().__init__(framework)
        self.library = Library(self, "db")
        observe = framework.observe
        observe(self.on.config_changed, self._on_config_changed)
        observe(self.on.config_changed, self._on_anything)
        observe(self.on.db_relation_changed, self._on_anything)
        observe(self.on.db_relation_departed, self._on_anything)
        observe(self.on.web_pebble_ready, self._on_anything)
        observe(self.on.secret_changed, self._on_anything)
        observe(self.on.leader_elected, self._on_anything)
        observe(self.library.on.created, self._on_anything)

    def _on_anything(self, event):
        event.defer()

    def _on_config_changed(self, event):
        event.defer()
        stored = self._stored
        stored.nothing = None
        stored.yes = True
        stored.no = False
        stored.small = -5
        stored.large = 2**70
        stored.negative = -(2**53)
        stored.ratio = 0.1
        stored.infinite = float("-inf")
        stored.text = "naïve 😀\n\x00\"'"
        stored.lone = "a\udc80b"
        stored.data = bytes(range(256))
        stored.empty = {}
        stored.items = [1, [2.5, "x"], (), (1, (2,)), b"", []]
        stored.names = {"a", "b"}
        stored.by_number = {1: "one", 2: ["two"]}
        stored.nested = {"on": {"deep": [{"er": {3, 4}}]}, "__proto__": 1, "$": 2}
        shared = ["again"]
        stored.shared = {"first": shared, "second": shared}
        self.settings.set_default(pair=(1, "two"), long="x" * 300)
        self.library._stored.known.append("b")
        self.library._stored.secret_ids["user"] = "secret:9m4e2mr0ui3e8a215n4g"
        self.library.on.created.emit()


if __name__ == "__main__":
    ops.main(PeerCharm)
