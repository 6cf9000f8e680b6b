"""Times ops-scenario: prints the milliseconds of a run of each case, in the median.

Without ops-tracing, with which each run costs more.
"""

import json
import statistics
import sys
import time
import warnings

sys.modules["ops_tracing"] = None
warnings.simplefilter("ignore")

import ops  # noqa: E402
from ops import testing  # noqa: E402

META = {
    "name": "web",
    "containers": {"web": {}},
    "requires": {"db": {"interface": "sql"}},
}
CONFIG = {"options": {"port": {"type": "int", "default": 80}}}
LAYER = {
    "services": {
        "web": {"override": "replace", "command": "nginx", "startup": "enabled"}
    }
}


class MinimalCharm(ops.CharmBase):
    def __init__(self, framework):
        super().__init__(framework)
        framework.observe(self.on.start, self._on_start)

    def _on_start(self, _event):
        self.unit.status = ops.ActiveStatus()


class WebCharm(ops.CharmBase):
    def __init__(self, framework):
        super().__init__(framework)
        framework.observe(self.on.config_changed, self._on_config_changed)
        framework.observe(self.on["web"].pebble_ready, self._on_pebble_ready)

    def _read(self):
        port = self.config["port"]
        relation = self.model.get_relation("db")
        host = relation.data[relation.app].get("host", "nowhere")
        relation.data[self.unit]["port"] = str(port)
        return host

    def _on_config_changed(self, _event):
        self._read()
        if self.unit.get_container("web").can_connect():
            self.unit.status = ops.ActiveStatus()

    def _on_pebble_ready(self, event):
        self._read()
        event.workload.add_layer("web", LAYER, combine=True)
        event.workload.replan()
        self.unit.status = ops.ActiveStatus()


def cases():
    minimal = testing.Context(MinimalCharm, meta={"name": "web"})
    empty = testing.State()
    web = testing.Context(WebCharm, meta=META, config=CONFIG)
    container = testing.Container("web", can_connect=True)
    relation = testing.Relation("db", remote_app_data={"host": "10.0.0.1"})
    state = testing.State(
        containers={container}, relations={relation}, config={"port": 8080}
    )
    return {
        "minimal": lambda: minimal.run(minimal.on.start(), empty),
        "config-changed": lambda: web.run(web.on.config_changed(), state),
        "pebble-ready": lambda: web.run(web.on.pebble_ready(container), state),
    }


def measure(run, count):
    run()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


count = int(sys.argv[1])
print(json.dumps({name: measure(run, count) for name, run in cases().items()}))
