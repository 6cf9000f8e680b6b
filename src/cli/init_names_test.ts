import { assertEquals, assertThrows } from "@std/assert";
import { CliError } from "./cli_error.ts";
import { isCharmName, nameOfFolder, projectNames } from "./init_names.ts";

Deno.test("isCharmName() takes what Juju and Charmhub take (PKG-70, PKG-80)", () => {
  const good = ["a", "hello", "hello-k8s", "a1-b2-c3d", "x".repeat(40)];
  const bad = [
    "",
    "1a",
    "Hello",
    "hello-",
    "-hello",
    "a--b",
    "hello-2",
    "a_b",
    "x".repeat(41),
  ];

  assertEquals(good.filter((name) => !isCharmName(name)), []);
  assertEquals(bad.filter(isCharmName), []);
});

Deno.test("nameOfFolder() spells the folder's name as a charm's", () => {
  const rows: [folder: string, name: string | null][] = [
    ["/home/me/hello-k8s", "hello-k8s"],
    ["/home/me/My App.d", "my-app-d"],
    ["/home/me/2fast_2furious", "fast-2furious"],
    ["/home/me/release-2", null],
    ["/", null],
  ];
  for (const [folder, name] of rows) {
    assertEquals(nameOfFolder(folder), name, folder);
  }
});

Deno.test("projectNames() makes class and module of the charm's name (PKG-82)", () => {
  const rows: [charm: string, ...names: string[]][] = [
    ["hello", "HelloCharm", "hello", "hello", "HelloService"],
    ["hello-k8s", "HelloK8sCharm", "hello", "hello", "HelloService"],
    ["my-db-vm", "MyDbVmCharm", "my-db", "my_db", "MyDbService"],
    ["hello-charm", "HelloCharm", "hello", "hello", "HelloService"],
    ["a-k8s-operator", "AK8sOperatorCharm", "a", "a", "AService"],
    ["operator", "OperatorCharm", "workload", "workload", "WorkloadService"],
    ["charmcraft", "CharmcraftCharm", "charmcraft", "workload"],
    ["load-test", "LoadTestCharm", "load-test", "workload", "LoadTestService"],
  ];
  for (const [charm, className, workload, module, workloadClass] of rows) {
    const names = projectNames(charm!);

    assertEquals(names.className, className);
    assertEquals([names.workload, names.module], [workload, module]);
    if (workloadClass) assertEquals(names.workloadClass, workloadClass);
  }
});

Deno.test("projectNames() refuses what no charm can be called", () => {
  const error = assertThrows(
    () => projectNames("Hello"),
    CliError,
    'Cannot name a charm "Hello"',
  );

  assertEquals(error.exitCode, 2);
});
