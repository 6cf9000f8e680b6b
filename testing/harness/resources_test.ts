import { ModelError } from "@charmkit/ops";
import { basename } from "@std/path";
import { parse } from "@std/yaml";
import { assertEquals, assertThrows } from "@std/assert";
import { HarnessError } from "./harness_error.ts";
import { recordingHarness } from "./testdata/recording_charm.ts";

Deno.test("Harness.addResource() makes the file of a resource (HRN-44)", () => {
  using harness = recordingHarness();
  const { resources } = harness.model;

  harness.addResource("schema", "CREATE TABLE hits;");
  harness.addResource("plain", new Uint8Array([0, 255]));

  const schema = resources.fetch("schema");
  const plain = resources.fetch("plain");
  assertEquals(basename(schema), "schema.sql");
  assertEquals(Deno.readTextFileSync(schema), "CREATE TABLE hits;");
  assertEquals(basename(plain), "plain");
  assertEquals(Deno.readFileSync(plain), new Uint8Array([0, 255]));
});

Deno.test("Harness.addResource() refuses what is no file of the metadata (HRN-44)", () => {
  using harness = recordingHarness();

  assertThrows(
    () => harness.addResource("nothing" as "plain", ""),
    HarnessError,
    'Cannot add resource "nothing": the metadata declares "schema", "plain" of type "file"',
  );
  assertThrows(
    () => harness.addResource("image", ""),
    HarnessError,
    'Cannot add resource "image": it is of type "oci-image", and the metadata declares "schema", "plain" of type "file"',
  );
});

Deno.test("Harness.addOciResource() tells where an image is (HRN-44)", () => {
  using harness = recordingHarness();
  const image = () => {
    const path = harness.model.resources.fetch("image");
    assertEquals(basename(path), "contents.yaml");
    return parse(Deno.readTextFileSync(path));
  };

  harness.addOciResource("image");
  const some = image();
  harness.addOciResource("image", { registrypath: "example.com/web@1" });

  assertEquals(some, {
    registrypath: "registrypath",
    username: "username",
    password: "password",
  });
  assertEquals(image(), { registrypath: "example.com/web@1" });
  assertThrows(() => harness.addOciResource("schema"), HarnessError);
});

Deno.test("Harness.populateOciResources() adds all images, and nothing else (HRN-44)", () => {
  using harness = recordingHarness();
  const { resources } = harness.model;

  harness.populateOciResources();

  assertEquals(basename(resources.fetch("image")), "contents.yaml");
  assertEquals(basename(resources.fetch("other")), "contents.yaml");
  assertThrows(
    () => resources.fetch("schema"),
    ModelError,
    "could not download",
  );
});
