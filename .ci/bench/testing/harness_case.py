"""The case of Harness in Python's ops: prints the microseconds that a run takes.

The argument is how many runs are measured, after as many to warm up.
"""

import sys
import time
import warnings

import ops
import ops.testing

META = "name: web\ncontainers:\n  web: {}\n"


class WebCharm(ops.CharmBase):
    def __init__(self, framework):
        super().__init__(framework)
        framework.observe(self.on["web"].pebble_ready, self._on_pebble_ready)

    def _on_pebble_ready(self, event):
        event.workload.add_layer(
            "web",
            {
                "services": {
                    "web": {
                        "override": "replace",
                        "command": "nginx",
                        "startup": "enabled",
                    }
                }
            },
        )
        event.workload.replan()
        self.unit.status = ops.ActiveStatus()


def run():
    harness = ops.testing.Harness(WebCharm, meta=META)
    try:
        harness.begin()
        harness.container_pebble_ready("web")
    finally:
        harness.cleanup()


def main():
    warnings.simplefilter("ignore")
    runs = int(sys.argv[1])
    for _ in range(runs):
        run()
    start = time.perf_counter()
    for _ in range(runs):
        run()
    print(1e6 * (time.perf_counter() - start) / runs)


main()
