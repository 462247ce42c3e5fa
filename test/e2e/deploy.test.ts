import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
import { replacements, type Template } from '../support/reading/replacements.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let emulator: Emulator;
let cloudFormation: CloudFormationDouble;
let clone: string;

beforeAll(async () => {
  emulator = await startEmulator();
  const s3 = new S3Client({ ...localClientSettings(emulator.endpoint), forcePathStyle: true });
  cloudFormation = await startCloudFormationDouble(emulator.endpoint, namedResources(s3));
  clone = await mkdtemp(join(tmpdir(), 'adapter-deploy-'));
  // The files of a fresh clone after `npm ci`, without build output.
  for (const entry of ['functions', 'lib', 'infra', 'serverless.yml', 'package.json', 'tsconfig.json']) {
    await cp(join(ROOT, entry), join(clone, entry), { recursive: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
});

afterAll(async () => {
  await cloudFormation.stop();
  await emulator.stop();
  await rm(clone, { recursive: true });
});

/** Runs the README's line of that kind, with fake credentials. */
async function deploy(): Promise<string> {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const [command, ...args] = /^npx serverless deploy .*$/m.exec(readme)?.[0].split(' ') ?? [];
  if (command !== 'npx') throw new Error('The README has no such line');
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const { stdout, stderr } = await run(join(ROOT, 'node_modules/.bin', args[0] ?? ''), args.slice(1), {
    cwd: clone,
    env: {
      ...Object.fromEntries(environment),
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: cloudFormation.url,
      AWS_ENDPOINT_URL_S3: emulator.endpoint,
    },
  });
  return stdout + stderr;
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
  await run('sh', ['-c', 'echo "console.debug(1);" >> functions/drain-events.ts'], { cwd: clone });
  await deploy();

  expect(cloudFormation.changes.slice(created).map(({ kind }) => kind)).toEqual(['UPDATE']);
  const after = cloudFormation.changes.at(-1)?.template ?? '';
  expect(after).not.toBe(before);
  expect(replacements(JSON.parse(before) as Template, JSON.parse(after) as Template)).toEqual([]);
});
