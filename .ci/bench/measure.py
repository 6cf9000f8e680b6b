"""Measures commands in turn: A B A B ..., so that a slow moment hits them alike.

Reads a JSON object from stdin: {"rounds": 20, "commands": [{"name", "argv",
"cwd", "env"}]}; an environment is complete, nothing is inherited. A command may
have "before", another such command that is run unmeasured before it.

Writes JSON: {name: [{"cpuMs", "wallMs", "memoryKib"}]}. CPU time and memory
are what the kernel tells on waiting for the process: user and system time with
that of its own waited children, and the largest resident set among them.
"""

import json
import os
import subprocess
import sys
import time


def measure(command):
    """Runs a command once; ends the program if it fails."""
    if "before" in command:
        before = command["before"]
        subprocess.run(
            before["argv"],
            check=True,
            cwd=before["cwd"],
            env=before["env"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    start = time.perf_counter()
    process = subprocess.Popen(
        command["argv"],
        cwd=command["cwd"],
        env=command["env"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.stderr.write(complaint.decode(errors="replace"))
        sys.exit(f"{command['name']} exited with code {process.returncode}")
    return {
        "cpuMs": 1000 * (usage.ru_utime + usage.ru_stime),
        "wallMs": 1000 * wall,
        "memoryKib": usage.ru_maxrss,
    }


def settle(path):
    """Leaves a program to be read from disk again, as one that was not just written.

    Pages of a file that was just written are mapped in larger pieces, of which
    most count as resident without ever being touched.
    """
    file = os.open(path, os.O_RDONLY)
    os.fsync(file)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)


def main():
    """Measures what stdin asks for."""
    task = json.load(sys.stdin)
    samples = {command["name"]: [] for command in task["commands"]}
    for command in task["commands"]:
        settle(command["argv"][0])
        measure(command)  # The first run fills caches.
    for _ in range(task["rounds"]):
        for command in task["commands"]:
            samples[command["name"]].append(measure(command))
    json.dump(samples, sys.stdout)


if __name__ == "__main__":
    main()
