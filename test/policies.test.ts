import { readdirSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { frameworkNeeds, needsOfTypes } from './support/reading/deployment-needs.ts';
import { commandNeeds, resourcesOf, takeOverNeeds } from './support/reading/operator-needs.ts';
import { isAllowed, isLike, readPolicy } from './support/reading/policy.ts';

/** Characters of a managed policy, without white space. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (read 2026-11-30) */
const MAX_POLICY = 6144;

test.each(readdirSync('docs/policies'))('%s is no larger than AWS takes', (file) => {
  expect(readFileSync(`docs/policies/${file}`, 'utf8').replace(/\s/g, '').length).toBeLessThanOrEqual(
    MAX_POLICY,
  );
});

describe('a policy', () => {
  const action = 'iam:PassRole';
  const resource = 'arn:aws:iam::111122223333:role/dfinery-webhook-adapter-prod-DrainEventsRole-1A2B';

  test('allows what fits a statement and its condition', () => {
    const context = { 'iam:PassedToService': 'lambda.amazonaws.com' };

    expect(isAllowed(readPolicy('deploy'), { action, resource, context })).toBe(true);
  });

  test.each([
    { action, resource },
    { action, resource, context: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    { action: 'iam:AttachRolePolicy', resource },
    { action, resource: resource.replace('111122223333', '444455556666') },
  ])('does not allow %j', (request) => {
    expect(isAllowed(readPolicy('deploy'), request)).toBe(false);
  });
});

describe('who deploys', () => {
  const policy = readPolicy('deploy');
  const needs = [
    ...frameworkNeeds,
    ...Object.values(needsOfTypes).flatMap(({ always, properties = {} }) => [
      ...always,
      ...Object.values(properties).flat(),
    ]),
  ];

  test('may do nothing that no deployment needs', () => {
    const idle = policy.Statement.flatMap(({ Action }) => Action).filter(
      (pattern) => !needs.some(({ action }) => isLike(action, pattern)),
    );

    expect(idle).toEqual([]);
  });

  test('may do nothing to what belongs to others', () => {
    const others = needs
      .filter(({ resource }) => resource.includes('dfinery-webhook-adapter'))
      .map((need) => ({ ...need, resource: need.resource.replace('dfinery-webhook-adapter', 'payroll') }));

    expect(others.length).toBeGreaterThan(50);
    expect(others.filter((need) => isAllowed(policy, need))).toEqual([]);
  });

  test('may not change its own role', () => {
    for (const role of ['deploy-dfinery-webhook-adapter', 'operate-dfinery-webhook-adapter']) {
      const resource = `arn:aws:iam::111122223333:role/${role}`;

      expect(isAllowed(policy, { action: 'iam:PutRolePolicy', resource })).toBe(false);
    }
  });
});

describe('who operates', () => {
  const policy = readPolicy('operate');
  let sent: string[];

  beforeAll(async () => {
    sent = await commandsOfCli();
  });

  test('sends commands of AWS that all have a row', () => {
    expect(sent.length).toBeGreaterThan(25);
    expect(sent).toEqual(Object.keys(commandNeeds).sort());
  });

  test.each(Object.entries(commandNeeds))('may do what %s needs, on those resources alone', (_, need) => {
    if (typeof need === 'string') return;
    const { action, on } = need;
    const allowed = resourcesOf(action).filter((resource) => isAllowed(policy, { action, resource }));

    expect(allowed.sort()).toEqual([...on].sort());
  });

  test('may do nothing that no command needs', () => {
    const needed = Object.values(commandNeeds).flatMap((need) =>
      typeof need === 'string' ? [] : [need.action],
    );

    expect([...new Set(policy.Statement.flatMap(({ Action }) => Action))].sort()).toEqual(
      [...new Set(needed)].sort(),
    );
  });

  test('may do nothing to another stage', () => {
    const others = Object.values(commandNeeds).flatMap((need) =>
      typeof need === 'string'
        ? []
        : need.on
            .filter((resource) => /prod/.test(resource))
            .map((resource) => ({ action: need.action, resource: resource.replace('prod', 'stag') })),
    );

    expect(others.length).toBeGreaterThan(20);
    expect(others.filter((request) => isAllowed(policy, request))).toEqual([]);
  });
});

describe('who takes over what a removed stack left', () => {
  const policy = readPolicy('take-over');
  const others = [readPolicy('deploy'), readPolicy('operate')];

  test('may move messages and copy items', () => {
    expect(takeOverNeeds.filter((need) => !isAllowed(policy, need))).toEqual([]);
  });

  test('may read a restored table by the name that the page gives it', () => {
    const page = readFileSync('docs/remove-and-restore.md', 'utf8');
    const [, name = ''] = /--target-table-name (\S+) \\\n/.exec(page) ?? [];
    const resource = `arn:aws:dynamodb:ap-northeast-2:111122223333:table/${name}`;

    for (const action of ['dynamodb:DescribeTable', 'dynamodb:Scan']) {
      expect([policy, ...others].some((one) => isAllowed(one, { action, resource }))).toBe(true);
    }
    // It may become the table of the stage.
    expect(isAllowed(readPolicy('operate'), { action: 'dynamodb:GetItem', resource })).toBe(true);
  });

  test('gets nothing that who deploys and who operates may do anyway', () => {
    const news = takeOverNeeds.filter((need) => !others.some((other) => isAllowed(other, need)));

    expect([...new Set(news.map(({ action }) => action))].sort()).toEqual(
      policy.Statement.flatMap(({ Action }) => Action).sort(),
    );
  });
});

/** Returns the commands of AWS that a file which the command line loads asks of an SDK client, such as `sqs SendMessage`. */
async function commandsOfCli(): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: ['lib/cli/adapter.ts'],
    bundle: true,
    write: false,
    outdir: 'dist',
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    metafile: true,
    logLevel: 'silent',
  });
  const sent = await Promise.all(
    Object.keys(metafile.inputs).map((file) => commandsIn(readFileSync(file, 'utf8'))),
  );
  return [...new Set(sent.flat())].sort();
}

/** Returns the commands that a file makes, or pages through. The package that exports a command says whose it is. */
async function commandsIn(text: string): Promise<string[]> {
  const clients = [...text.matchAll(/'@aws-sdk\/client-([\w-]+)'/g)].map(([, client = '']) => client);
  const names = [...text.matchAll(/\bnew (?:\w+\.)?(\w+)Command\(|\bpaginate(\w+)\(/g)].map(
    ([, made, paged = '']) => made ?? paged,
  );
  const exported = await Promise.all(
    [...new Set(clients)].map(async (client) => {
      const module = (await import(`@aws-sdk/client-${client}`)) as object;
      return names.filter((name) => `${name}Command` in module).map((name) => `${client} ${name}`);
    }),
  );
  return exported.flat();
}
