import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Says which files may import what: paths from the project's root, packages by name. Tests may import anything. */
interface Rule {
  readonly says: string;
  readonly files: RegExp;
  readonly mayNotImport: RegExp;
}

/** The folders of `lib/` in the order of an order's way. Each imports only earlier rows, and none of its own row. */
const floors: readonly (readonly string[])[] = [
  ['model'],
  ['runtime'],
  ['sources'],
  ['dfinery'],
  ['queue'],
  ['translate'],
  ['stores'],
  ['shop-client'],
  ['receive', 'fetch', 'poll', 'verify', 'drain', 'erase', 'alarm'],
  ['cli'],
];

const rules: readonly Rule[] = [
  { says: 'only the local stack imports a function', files: /^lib\//, mayNotImport: /^functions\// },
  {
    says: 'the logic knows no stand-in and no test',
    files: /^(lib|functions)\//,
    mayNotImport: /^(infra|test)\//,
  },
  { says: 'a stand-in is not a test', files: /^infra\//, mayNotImport: /^test\// },
  {
    says: 'a source knows the model only',
    files: /^lib\/sources\/[^/]+\//,
    mayNotImport: /^(lib\/(?!sources\/|model\/)|@aws-sdk\/|node:(?!crypto$))/,
  },
  {
    says: 'the mapping knows no shop and no AWS',
    files: /^lib\/dfinery\//,
    mayNotImport: /^(lib\/sources\/|@aws-sdk\/)/,
  },
  {
    says: 'the drain knows no shop',
    files: /^lib\/drain\//,
    mayNotImport: /^lib\/(sources|shop-client|stores\/parked)\//,
  },
  {
    says: 'the worker knows neither shops nor Dfinery',
    files: /^lib\/queue\/worker\//,
    mayNotImport: /^lib\/(sources|dfinery)\//,
  },
  {
    says: 'the commands get stores; one place makes their AWS clients',
    files: /^lib\/cli\/(?!open-clients\.|find-environment\.)/,
    mayNotImport: /^@aws-sdk\//,
  },
  {
    says: 'SQS in lib/queue',
    files: /^lib\/(?!queue\/|cli\/)/,
    mayNotImport: /^@aws-sdk\/client-sqs$/,
  },
  {
    says: 'S3 in lib/stores/parked',
    files: /^lib\/(?!stores\/parked\/|cli\/)/,
    mayNotImport: /^@aws-sdk\/client-s3$/,
  },
  { says: 'SSM in lib/stores', files: /^lib\/(?!stores\/|cli\/)/, mayNotImport: /^@aws-sdk\/client-ssm$/ },
  {
    says: 'DynamoDB in lib/stores',
    files: /^lib\/(?!stores\/|cli\/)/,
    mayNotImport: /^@aws-sdk\/client-dynamodb$/,
  },
  {
    says: 'CloudFormation in lib/stores/stacks, which no function imports',
    files: /^(lib\/(?!stores\/stacks\/|cli\/)|functions\/)/,
    mayNotImport: /^(@aws-sdk\/client-cloudformation$|lib\/stores\/stacks\/)/,
  },
  {
    says: 'CloudWatch in lib/stores/telemetry, which no function imports',
    files: /^(lib\/(?!stores\/telemetry\/|cli\/)|functions\/)/,
    mayNotImport: /^(@aws-sdk\/client-(cloudwatch|cloudwatch-logs|sts)$|lib\/stores\/telemetry\/)/,
  },
  {
    says: 'middy in one place',
    files: /^(lib\/(?!runtime\/lambda-handler\.)|infra\/|functions\/)/,
    mayNotImport: /^@middy\//,
  },
  {
    says: 'Powertools in one place',
    files: /^(lib\/(?!runtime\/)|functions\/)/,
    mayNotImport: /^@aws-lambda-powertools\//,
  },
  {
    says: 'a page is drawn and served by the console only',
    files: /^(functions\/|lib\/(?!cli\/console\/))/,
    mayNotImport: /^(@?preact|@?hono)(\/|$)/,
  },
  {
    says: 'the page of the console runs in a browser, and knows only what both sides say',
    files: /^lib\/cli\/console\/page\//,
    mayNotImport: /^(node:|@?hono(\/|$)|lib\/(?!cli\/console\/(page\/|console-api\.)))/,
  },
  {
    says: 'HTTP in one place',
    files: /^lib\/(?!runtime\/http\/)/,
    mayNotImport: /^node:https?$/,
  },
];

const sourceLists: readonly {
  readonly says: string;
  readonly files: RegExp;
  readonly mayNotContain: RegExp;
}[] = [
  {
    says: 'only the configuration reads the environment',
    files: /^(lib\/(?!runtime\/config\.|cli\/adapter\.)|functions\/)/,
    mayNotContain: /process\.env/,
  },
  {
    says: 'text is never HTML',
    files: /^lib\/cli\/console\/page\//,
    mayNotContain: /dangerouslySetInnerHTML|(inner|outer|adjacent)HTML|document\.write|\beval\(/i,
  },
  {
    says: 'pure code takes the time as an argument',
    files:
      /^lib\/(model\/|sources\/|dfinery\/(?!client\.)|translate\/|queue\/message|queue\/worker\/(?!settling-ports\.)|drain\/(plan|read|event-fate|fates|connection-run))/,
    mayNotContain: /Date\.now\(|new Date\(\)|randomUUID|Math\.random/,
  },
];

interface Module {
  readonly path: string;
  readonly text: string;
}

const IMPORT = /(?:from|import)\s*\(?\s*'([^']+)'/g;

function importsOf({ path, text }: Module): string[] {
  return [...text.matchAll(IMPORT)].map(([, name = '']) =>
    name.startsWith('.') ? posix.join(posix.dirname(path), name) : name,
  );
}

function violationsIn(modules: readonly Module[]): string[] {
  return modules.flatMap((module) => [
    ...rules
      .filter(({ files }) => files.test(module.path))
      .flatMap(({ says, mayNotImport }) =>
        importsOf(module)
          .filter((name) => mayNotImport.test(name))
          .map((name) => `${module.path} imports ${name}: ${says}`),
      ),
    ...otherSources(module),
    ...upward(module),
    ...sourceLists
      .filter(({ files, mayNotContain }) => files.test(module.path) && mayNotContain.test(module.text))
      .map(({ says }) => `${module.path}: ${says}`),
  ]);
}

/** A source may not import another source. */
function otherSources(module: Module): string[] {
  const own = /^lib\/sources\/[^/]+\//.exec(module.path)?.[0];
  if (own === undefined) return [];
  return importsOf(module)
    .filter((name) => /^lib\/sources\/[^/]+\//.test(name) && !name.startsWith(own))
    .map((name) => `${module.path} imports ${name}: a source knows no other`);
}

/** Imports go to lower floors only, never to a neighbour. */
function upward(module: Module): string[] {
  const floorOf = (path: string) => floors.findIndex((folders) => folders.includes(folderOf(path)));
  if (!module.path.startsWith('lib/')) return [];
  return importsOf(module)
    .filter((name) => name.startsWith('lib/') && folderOf(name) !== folderOf(module.path))
    .filter((name) => floorOf(name) === -1 || floorOf(name) >= floorOf(module.path))
    .map((name) => `${module.path} imports ${name}: imports go down only`);
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** Returns every import that closes a circle, with the whole circle. Imports of types count. */
function circlesIn(modules: readonly Module[]): string[] {
  const imports = new Map(modules.map((module) => [module.path, importsOf(module)]));
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): string[] => {
    if (way.includes(path)) return [[...way.slice(way.indexOf(path)), path].join(' → ')];
    if (done.has(path)) return [];
    const circles = (imports.get(path) ?? []).flatMap((next) => visit(next, [...way, path]));
    done.add(path);
    return circles;
  };
  return [...imports.keys()].flatMap((path) => visit(path, []));
}

const modules = globSync('{lib,functions,infra}/**/*.{ts,tsx}', { cwd: ROOT })
  .filter((path) => !path.endsWith('.test.ts'))
  .map((path): Module => ({ path, text: readFileSync(`${ROOT}/${path}`, 'utf8') }));

test('imports go one way', () => {
  expect(modules.length).toBeGreaterThan(60);
  expect(violationsIn(modules)).toEqual([]);
});

test('every file of lib/ has a floor and a unique name', () => {
  const inside = modules.filter(({ path }) => path.startsWith('lib/'));
  expect([...new Set(inside.map(({ path }) => folderOf(path)))].sort()).toEqual(floors.flat().sort());
  const named = inside.filter(({ path }) => !/^lib\/sources\/[^/]+\//.test(path));
  const names = named.map(({ path }) => posix.basename(path));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('no imports form a circle', () => {
  expect(circlesIn(modules)).toEqual([]);
});

test('a planted circle is found, types included', () => {
  const planted = [
    { path: 'lib/a.ts', text: "import { b } from './queue/b.ts';" },
    { path: 'lib/queue/b.ts', text: "import type { C } from '../c.ts';" },
    { path: 'lib/c.ts', text: "import { a } from './a.ts';\nimport { d } from './d.ts';" },
    { path: 'lib/d.ts', text: '' },
  ];

  expect(circlesIn(planted)).toEqual(['lib/a.ts → lib/queue/b.ts → lib/c.ts → lib/a.ts']);
});

test.each([
  ['lib/model/money.ts', "import { handler } from '../../functions/drain-events.ts';"],
  ['lib/model/money.ts', "import { anOrder } from '../../test/support/builders/an-order.ts';"],
  ['lib/queue/message.ts', "import type { Plan } from '../translate/plan-queueing.ts';"],
  ['lib/fetch/take-order.ts', "import { receiveDelivery } from '../receive/receive-delivery.ts';"],
  ['lib/sources/shopify/to-order.ts', "import { toPurchase } from '../../dfinery/to-purchase.ts';"],
  ['lib/sources/shopify/to-order.ts', "import { readFileSync } from 'node:fs';"],
  ['lib/sources/shopify/to-order.ts', "import { x } from '../cafe24/source.ts';"],
  ['lib/sources/shopify/to-order.ts', 'const now = Date.now();'],
  ['lib/dfinery/to-purchase.ts', "import { shopify } from '../sources/shopify/source.ts';"],
  ['lib/drain/drain-batch.ts', "import { shopify } from '../sources/shopify/source.ts';"],
  ['lib/receive/receive-delivery.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
  ['lib/receive/receive-delivery.ts', "const { S3Client } = await import('@aws-sdk/client-s3');"],
  ['lib/drain/drain-batch.ts', "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';"],
  ['lib/cli/trace/trace.ts', "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';"],
  ['lib/cli/backfill/backfill.ts', "const { SQSClient } = await import('@aws-sdk/client-sqs');"],
  ['lib/receive/receive-delivery.ts', "import middy from '@middy/core';"],
  ['lib/receive/receive-delivery.ts', "import { Hono } from 'hono';"],
  ['lib/cli/status/status.ts', "import { signal } from '@preact/signals';"],
  ['lib/cli/console/page/state/live.ts', "import { readFile } from 'node:fs/promises';"],
  ['lib/cli/console/page/state/live.ts', "import { questions } from '../../server/questions.ts';"],
  ['lib/cli/console/page/panes/live/raw-view.tsx', '<pre dangerouslySetInnerHTML={{ __html: body }} />'],
  ['lib/receive/receive-delivery.ts', "const secret = process.env['SECRET'];"],
])('a violation planted in %s is found: %s', (path, text) => {
  expect(violationsIn([{ path, text }])).not.toEqual([]);
});
