import { globSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runWithAws } from './support/harness/shell-with-aws.ts';

const WORKFLOW = readFileSync('.github/workflows/deploy.yml', 'utf8');

/** Returns the script of a step, by its name. */
function scriptOf(step: string): string {
  const [, body = ''] = new RegExp(`- name: ${step}\\n([\\s\\S]*?)(?:\\n\\n|$)`).exec(WORKFLOW) ?? [];
  const [, block, line] = / run: (?:\|\n([\s\S]+)|(.+))$/.exec(body) ?? [];
  return (block ?? line ?? '').replace(/^ {10}/gm, '');
}

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adapter-workflow-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('every action of every workflow is pinned to a commit, and names its version', () => {
  const uses = globSync('.github/workflows/*.yml').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/uses: (.+)$/gm)].map(([, action = '']) => action),
  );

  expect(uses.length).toBeGreaterThan(2);
  expect(uses.filter((action) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
});

test('no workflow leaves the token of the repository to the packages that it runs', () => {
  for (const file of globSync('.github/workflows/*.yml')) {
    const workflow = readFileSync(file, 'utf8');
    const checkouts = workflow.match(/uses: actions\/checkout@/g) ?? [];

    expect(workflow.match(/persist-credentials: false/g) ?? []).toHaveLength(checkouts.length);
  }
});

describe('the step that remembers what is deployed', () => {
  const remember = async (aws: { answer?: string; complaint?: string }) => {
    const output = join(folder, 'output');
    await writeFile(output, '');
    const environment = { STAGE: 'prod', GITHUB_OUTPUT: output };
    const { exitCode } = await runWithAws(scriptOf('Remember what is deployed'), {
      folder,
      ...aws,
      environment,
    });
    return { exitCode, output: await readFile(output, 'utf8') };
  };

  test('finds the time of the package in the template', async () => {
    const key =
      'serverless/dfinery-webhook-adapter/prod/1795999658201-2026-11-30T00:47:38.201Z/drainEvents.zip';
    const answer = JSON.stringify({ Resources: { DrainEvents: { S3Key: key } } }, null, 2);

    expect(await remember({ answer })).toEqual({ exitCode: 0, output: 'timestamp=1795999658201\n' });
  });

  test('finds nothing before the first deployment', async () => {
    const complaint = 'Stack with id dfinery-webhook-adapter-prod does not exist';

    expect(await remember({ complaint })).toEqual({ exitCode: 0, output: '' });
  });

  test('finds nothing in a stack without functions: taken over, or of a first deployment that failed', async () => {
    const answer = JSON.stringify({ Resources: { EventsQueue: { Type: 'AWS::SQS::Queue' } } }, null, 2);

    expect(await remember({ answer })).toEqual({ exitCode: 0, output: '' });
  });

  test.each([{ complaint: 'AccessDenied' }, { answer: '{ "S3Key": "elsewhere/drainEvents.zip" }' }])(
    'ends the deployment before it begins if it cannot tell: %j',
    async (aws) => {
      expect(await remember(aws)).toEqual({ exitCode: 1, output: expect.not.stringMatching(/\d/) as string });
    },
  );
});

/** Returns the words with which a step calls the framework. */
async function wordsOf(step: string, parameters: string): Promise<string> {
  const npx = join(folder, 'bin', 'npx');
  await mkdir(join(folder, 'bin'));
  await writeFile(npx, '#!/bin/bash\nprintf "[%s]" "$@"\n');
  await chmod(npx, 0o755);
  const environment = {
    STAGE: 'prod',
    REGION: 'eu-central-1',
    PARAMETERS: parameters,
    TIMESTAMP: '1795999658201',
  };
  return (await runWithAws(scriptOf(step), { folder, environment })).output;
}

describe('the step that deploys', () => {
  const deploy = (parameters: string) => wordsOf('Deploy', parameters);

  test('hands on each line as one parameter', async () => {
    expect(await deploy('tags=team=Web Shop\n\nalarmEmail=a@example.com\n')).toBe(
      '[serverless][deploy][--stage][prod][--region][eu-central-1][--param=tags=team=Web Shop][--param=alarmEmail=a@example.com]',
    );
  });

  test('needs none', async () => {
    expect(await deploy('')).toBe('[serverless][deploy][--stage][prod][--region][eu-central-1]');
  });
});

test('the step that rolls back knows bucket and tags, and is watched by no alarm', async () => {
  expect(await wordsOf('Roll back', 'deploymentBucket=my-packages\nwatchMinutes=10')).toBe(
    '[serverless][rollback][--stage][prod][--region][eu-central-1][--timestamp][1795999658201][--param=deploymentBucket=my-packages][--param=watchMinutes=10][--param=watchMinutes=0]',
  );
});

test('doctor decides whether a deployment is taken back', () => {
  const order = ['Remember what is deployed', 'Deploy', 'Doctor', 'Roll back'].map((name) =>
    WORKFLOW.indexOf(`- name: ${name}\n`),
  );

  expect(order.every((place) => place > 0)).toBe(true);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(WORKFLOW).toContain(
    "if: failure() && steps.doctor.outcome == 'failure' && steps.before.outputs.timestamp != ''",
  );
});
