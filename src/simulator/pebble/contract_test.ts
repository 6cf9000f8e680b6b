import { CHECK_CASES } from "./_contract_checks.ts";
import { EXEC_CASES } from "./_contract_exec.ts";
import { FILE_CASES } from "./_contract_files.ts";
import { IDENTITY_CASES } from "./_contract_identities.ts";
import { LAYER_CASES } from "./_contract_layers.ts";
import { LOG_CASES } from "./_contract_logs.ts";
import { NOTICE_CASES } from "./_contract_notices.ts";
import { SERVICE_CASES } from "./_contract_services.ts";
import { START_CASES } from "./_contract_starts.ts";
import { SUBJECTS } from "./_contract_subjects.ts";

/** What a charm's life needs, the same of every Pebble. */
const CONTRACT = [
  ...LAYER_CASES,
  ...SERVICE_CASES,
  ...START_CASES,
  ...CHECK_CASES,
  ...NOTICE_CASES,
  ...FILE_CASES,
  ...EXEC_CASES,
  ...IDENTITY_CASES,
  ...LOG_CASES,
];

for (const [subject, start] of Object.entries(SUBJECTS)) {
  for (const { name, run } of CONTRACT) {
    Deno.test(`${subject} ${name}`, async () => {
      await using pebble = await start();

      await run(pebble);
    });
  }
}
