import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Which files may import what. Paths from the project's root; packages by name. Tests may import anything. */
interface Rule {
  readonly says: string;
  readonly files: RegExp;
  readonly mayNotImport: RegExp;
}

const rules: readonly Rule[] = [
  { says: 'nothing imports a function but the local stack', files: /^lib\//, mayNotImport: /^functions\// },
  {
    says: 'the logic knows no stand-in and no test',
    files: /^(lib|functions)\//,
    mayNotImport: /^(infra|test)\//,
  },
  { says: 'a stand-in is not a test', files: /^infra\//, mayNotImport: /^test\// },
  {
    says: 'a source knows the model only',
    files: /^lib\/sources\/[^/]+\//,
    mayNotImport:
      /^(lib\/(?!sources\/|order\.|cart\.|customer\.|money\.|errors\.|issues\.|parse-payload\.|connection\.)|@aws-sdk\/|node:(?!crypto$))/,
  },
  {
    says: 'the mapping knows no shop, no queue and no AWS',
    files: /^lib\/dfinery\//,
    mayNotImport: /^(lib\/(sources|queue|drain|ledger|parked|connections|cli)\/|@aws-sdk\/)/,
  },
  { says: 'the drain knows no shop', files: /^lib\/drain\//, mayNotImport: /^lib\/(sources|parked|cli)\// },
  {
    says: 'settling knows neither what is settled nor whom it is for',
    files: /^lib\/settle\//,
    mayNotImport: /^lib\/(sources|dfinery|drain|fetch|erase|erasures|ledger|parked|receive|cli)\//,
  },
  {
    says: 'only the command line imports the command line',
    files: /^lib\/(?!cli\/)/,
    mayNotImport: /^lib\/cli\//,
  },
  {
    says: 'the commands get stores; their AWS clients are made in one place',
    files: /^lib\/cli\/(?!open-clients\.|find-environment\.)/,
    mayNotImport: /^@aws-sdk\//,
  },
  {
    says: 'SQS in lib/queue',
    files: /^lib\/(?!queue\/|settle\/|cli\/)/,
    mayNotImport: /^@aws-sdk\/client-sqs$/,
  },
  { says: 'S3 in lib/parked', files: /^lib\/(?!parked\/|cli\/)/, mayNotImport: /^@aws-sdk\/client-s3$/ },
  {
    says: 'SSM in lib/connections',
    files: /^lib\/(?!connections\/|cli\/)/,
    mayNotImport: /^@aws-sdk\/client-ssm$/,
  },
  {
    says: 'DynamoDB in lib/stores; its types where items are written',
    files: /^lib\/(?!stores\/|ledger\/|tokens\/|erasures\/|cli\/)/,
    mayNotImport: /^@aws-sdk\/client-dynamodb$/,
  },
  {
    says: 'only the command line backfills',
    files: /^lib\/(?!cli\/|backfill\/)/,
    mayNotImport: /^lib\/backfill\//,
  },
  {
    says: 'middy in one place',
    files: /^(lib\/(?!lambda-handler\.)|infra\/|functions\/)/,
    mayNotImport: /^@middy\//,
  },
  {
    says: 'Powertools in one place',
    files: /^(lib\/(?!powertools\.|lambda-handler\.)|functions\/)/,
    mayNotImport: /^@aws-lambda-powertools\//,
  },
  {
    says: 'HTTP in one place',
    files: /^lib\/(?!http\/)/,
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
    files: /^(lib\/(?!config\.|cli\/adapter\.)|functions\/)/,
    mayNotContain: /process\.env/,
  },
  {
    says: 'sources and mapping take the time as an argument',
    files:
      /^lib\/(sources\/|dfinery\/(?!client\.)|order|money|queue\/message|queue\/to-messages|drain\/(plan|read|fate|connection-run)|settle\/(?!settling-ports\.))/,
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
    ...sourceLists
      .filter(({ files, mayNotContain }) => files.test(module.path) && mayNotContain.test(module.text))
      .map(({ says }) => `${module.path}: ${says}`),
  ]);
}

/** A source may not import another one. */
function otherSources(module: Module): string[] {
  const own = /^lib\/sources\/[^/]+\//.exec(module.path)?.[0];
  if (own === undefined) return [];
  return importsOf(module)
    .filter((name) => /^lib\/sources\/[^/]+\//.test(name) && !name.startsWith(own))
    .map((name) => `${module.path} imports ${name}: a source knows no other`);
}

/** Returns every import that closes a circle, with the way round. Imports of types count. */
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

const modules = globSync('{lib,functions,infra}/**/*.ts', { cwd: ROOT })
  .filter((path) => !path.endsWith('.test.ts'))
  .map((path): Module => ({ path, text: readFileSync(`${ROOT}/${path}`, 'utf8') }));

test('imports go one way', () => {
  expect(modules.length).toBeGreaterThan(60);
  expect(violationsIn(modules)).toEqual([]);
});

test('no imports go round in a circle', () => {
  expect(circlesIn(modules)).toEqual([]);
});

test('a circle that is planted is found, types included', () => {
  const planted = [
    { path: 'lib/a.ts', text: "import { b } from './queue/b.ts';" },
    { path: 'lib/queue/b.ts', text: "import type { C } from '../c.ts';" },
    { path: 'lib/c.ts', text: "import { a } from './a.ts';\nimport { d } from './d.ts';" },
    { path: 'lib/d.ts', text: '' },
  ];

  expect(circlesIn(planted)).toEqual(['lib/a.ts → lib/queue/b.ts → lib/c.ts → lib/a.ts']);
});

test.each([
  ['lib/money.ts', "import { handler } from '../functions/drain-events.ts';"],
  ['lib/money.ts', "import { anOrder } from '../test/support/an-order.ts';"],
  ['lib/sources/shopify/to-order.ts', "import { toPurchase } from '../../dfinery/to-purchase.ts';"],
  ['lib/sources/shopify/to-order.ts', "import { readFileSync } from 'node:fs';"],
  ['lib/sources/shopify/to-order.ts', "import { x } from '../cafe24/source.ts';"],
  ['lib/sources/shopify/to-order.ts', 'const now = Date.now();'],
  ['lib/dfinery/to-purchase.ts', "import { shopify } from '../sources/shopify/source.ts';"],
  ['lib/drain/drain-batch.ts', "import { shopify } from '../sources/shopify/source.ts';"],
  ['lib/receive/receive-delivery.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
  ['lib/receive/receive-delivery.ts', "const { S3Client } = await import('@aws-sdk/client-s3');"],
  ['lib/drain/drain-batch.ts', "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';"],
  ['lib/cli/trace.ts', "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';"],
  ['lib/cli/backfill.ts', "const { SQSClient } = await import('@aws-sdk/client-sqs');"],
  ['lib/receive/receive-delivery.ts', "import middy from '@middy/core';"],
  ['lib/receive/receive-delivery.ts', "const secret = process.env['SECRET'];"],
])('a violation planted in %s is found: %s', (path, text) => {
  expect(violationsIn([{ path, text }])).not.toEqual([]);
});
