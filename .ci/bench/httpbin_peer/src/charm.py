"""The httpbin charm on Python's ops, for comparison with the one of this project."""

import logging

import ops

logger = logging.getLogger(__name__)

SERVICE = "httpbin"
LOG_LEVELS = ["debug", "info", "warning", "error", "critical"]


class HttpbinCharm(ops.CharmBase):
    """Keeps gunicorn running with the log level that the user chose."""

    def __init__(self, framework: ops.Framework):
        super().__init__(framework)
        framework.observe(self.on["httpbin"].pebble_ready, self._on_pebble_ready)
        framework.observe(self.on.config_changed, self._on_config_changed)

    def _on_pebble_ready(self, event: ops.PebbleReadyEvent):
        self._update(event.workload)

    def _on_config_changed(self, event: ops.ConfigChangedEvent):
        self._update(self.unit.get_container("httpbin"))

    def _update(self, container: ops.Container):
        level = str(self.config["log-level"]).lower()
        if level not in LOG_LEVELS:
            self.unit.status = ops.BlockedStatus(f"invalid log level: {level}")
            return
        try:
            container.add_layer("httpbin", self._layer(level), combine=True)
            container.replan()
        except ops.pebble.ConnectionError:
            self.unit.status = ops.WaitingStatus("waiting for Pebble")
            return
        logger.debug("log level is %s", level)
        self.unit.status = ops.ActiveStatus()

    def _layer(self, level: str) -> ops.pebble.LayerDict:
        return {
            "summary": "httpbin",
            "services": {
                SERVICE: {
                    "override": "replace",
                    "summary": "httpbin by gunicorn",
                    "command": "gunicorn -b 0.0.0.0:80 httpbin:app -k gevent",
                    "startup": "enabled",
                    "environment": {"GUNICORN_CMD_ARGS": f"--log-level {level}"},
                }
            },
        }


if __name__ == "__main__":
    ops.main(HttpbinCharm)
