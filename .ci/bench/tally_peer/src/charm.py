"""The tally charm on Python's ops, for comparison with the one of this project."""

import ops


class TallyCharm(ops.CharmBase):
    """Sets a status; on a new configuration it also tells everybody."""

    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        framework.observe(self.on.update_status, self._on_update_status)
        framework.observe(self.on.config_changed, self._on_config_changed)

    def _on_update_status(self, event: ops.UpdateStatusEvent):
        self.unit.status = ops.ActiveStatus()

    def _on_config_changed(self, event: ops.ConfigChangedEvent):
        port = int(self.config["port"])
        relation = self.model.get_relation("db")
        if relation is None or relation.app is None:
            self.unit.status = ops.BlockedStatus("needs a relation to db")
            return
        if self.unit.is_leader():
            host = relation.data[relation.app].get("host", "")
            relation.data[self.app]["url"] = f"http://{host}:{port}"
        self.unit.open_port("tcp", port)
        self.unit.set_workload_version("1.2.3")
        self.unit.status = ops.ActiveStatus()


if __name__ == "__main__":
    ops.main(TallyCharm)
