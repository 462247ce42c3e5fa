import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../infra/local/aws/emulator.ts';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import {
  type CloudFormationDouble,
  startCloudFormationDouble,
} from '../support/doubles/cloudformation/cloudformation-double.ts';
import { namedResources } from '../support/doubles/cloudformation/named-resources.ts';
import { type ClonedCheckout, cloneCheckout } from '../support/harness/cloned-checkout.ts';
import { replacements, type Template } from '../support/reading/replacements.ts';

const run = promisify(execFile);

let emulator: Emulator;
let cloudFormation: CloudFormationDouble;
let clone: ClonedCheckout;

beforeAll(async () => {
  emulator = await startEmulator();
  const s3 = new S3Client({ ...localClientSettings(emulator.endpoint), forcePathStyle: true });
  cloudFormation = await startCloudFormationDouble(emulator.endpoint, namedResources(s3));
  clone = await cloneCheckout();
});

afterAll(async () => {
  await cloudFormation.stop();
  await emulator.stop();
  await clone.remove();
});

/** Runs the README's line of that kind. */
async function deploy(): Promise<string> {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [command, program, ...args] = /^npx serverless deploy .*$/m.exec(readme)?.[0].split(' ') ?? [];
  if (command !== 'npx' || program !== 'serverless') throw new Error('The README has no such line');
  const endpoints = { AWS_ENDPOINT_URL: cloudFormation.url, AWS_ENDPOINT_URL_S3: emulator.endpoint };
  return clone.serverless(args, endpoints);
}

test('The README’s deployment creates the stack and prints its address; a second one replaces nothing that holds orders', async () => {
  const first = await deploy();

  expect(first).toContain(
    'https://abc123.execute-api.ap-northeast-2.amazonaws.com/webhooks/{source}/{connection}',
  );
  const created = cloudFormation.changes.length;
  expect(cloudFormation.changes[0]?.kind).toBe('CREATE');
  const before = cloudFormation.changes.at(-1)?.template ?? '';

  // A change, or there would be nothing to deploy.
  await run('sh', ['-c', 'echo "console.debug(1);" >> functions/drain-events.ts'], { cwd: clone.folder });
  await deploy();

  expect(cloudFormation.changes.slice(created).map(({ kind }) => kind)).toEqual(['UPDATE']);
  const after = cloudFormation.changes.at(-1)?.template ?? '';
  expect(after).not.toBe(before);
  expect(replacements(JSON.parse(before) as Template, JSON.parse(after) as Template)).toEqual([]);
});
