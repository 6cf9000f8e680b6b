"""Does with ops.pebble what pebble_bench.ts asks for, and says how long it took.

Reads one JSON object a line from stdin: {"do", "path", "command", "sizeBytes",
"count"}. Writes the seconds of each, one a line.
"""

import json
import sys
import time

from ops import pebble


def run(client, task):
    """Does one task, `count` times."""
    path = task.get("path")
    for _ in range(task.get("count", 1)):
        match task["do"]:
            case "push":
                client.push(path, bytes(task["sizeBytes"]))
            case "pull":
                client.pull(path, encoding=None).read()
            case "exec":
                client.exec(task["command"], combine_stderr=True).wait_output()
            case "true":
                client.exec(["true"]).wait()


def main():
    """Serves until stdin ends."""
    client = pebble.Client(sys.argv[1])
    for line in sys.stdin:
        task = json.loads(line)
        start = time.perf_counter()
        run(client, task)
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
