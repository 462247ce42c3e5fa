import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type FunctionName, functionNames } from '../infra/build.ts';
import {
  bundleBytes,
  bytesAtStart,
  bytesByPackageAtStart,
  modulesIn,
  modulesReadAtStart,
  packageModulesAtStart,
} from './bench/bundle-account.ts';
import { filesLoaded } from './bench/files-loaded.ts';
import { firstOrders } from './bench/first-orders.ts';
import { modulesLoaded } from './bench/modules-loaded.ts';
import { startReceiverSurroundings } from './bench/receiver-surroundings.ts';
import { type BuiltFunctions, builtFunctions } from './support/harness/built-functions.ts';

interface Budget {
  /** Size of all files of code. */
  readonly totalKb: number;
  /** Size of the files that a cold start reads. */
  readonly startKb: number;
  /** Modules of packages in those files; ours are small and many. */
  readonly packageModules: number;
}

/** The size when it was set, plus 4 %, and 20 KB for each source that came since. Raise one only for something that is worth its part of every cold start. */
const budgets: Readonly<Record<FunctionName, Budget>> = {
  'receive-webhook': { totalKb: 1_197, startKb: 575, packageModules: 465 },
  'drain-events': { totalKb: 650, startKb: 495, packageModules: 430 },
  'fetch-orders': { totalKb: 1_197, startKb: 649, packageModules: 505 },
  'refresh-tokens': { totalKb: 783, startKb: 404, packageModules: 407 },
  'erase-customers': { totalKb: 765, startKb: 630, packageModules: 546 },
  'poll-orders': { totalKb: 1_222, startKb: 674, packageModules: 505 },
  'post-alarm': { totalKb: 487, startKb: 330, packageModules: 370 },
  'verify-arrivals': { totalKb: 836, startKb: 467, packageModules: 436 },
};

let folder: string;
let bundles: BuiltFunctions['metafiles'];

beforeAll(async () => {
  ({ folder, metafiles: bundles } = await builtFunctions());
});

/** Expects a number within its budget; otherwise tells which packages it is made of. */
function expectWithin(budget: number, found: number, { name, what }: { name: FunctionName; what: string }) {
  const packages = [...bytesByPackageAtStart(bundles[name])]
    .toSorted(([, a], [, b]) => b - a)
    .map(([part, bytes]) => `${part} ${Math.ceil(bytes / 1024)}`);
  const message = `${name} has ${Math.ceil(found)} ${what} of a budget of ${budget}. A cold start reads, in KB: ${packages.join(', ')}`;
  expect(found, message).toBeLessThanOrEqual(budget);
}

describe.each(functionNames)('the bundle of %s', (name) => {
  const { totalKb, startKb, packageModules } = budgets[name];

  test(`is at most ${totalKb} KB`, () => {
    expectWithin(totalKb, bundleBytes(bundles[name]) / 1024, { name, what: 'KB' });
  });

  test(`has at most ${startKb} KB that a cold start reads, and ${packageModules} modules of packages`, () => {
    expectWithin(startKb, bytesAtStart(bundles[name]) / 1024, { name, what: 'KB' });
    expectWithin(packageModules, packageModulesAtStart(bundles[name]), { name, what: 'modules of packages' });
  });

  test('starts without what Node loads for WebSockets', async () => {
    const loaded = await modulesLoaded(join(folder, 'dist', name, 'index.mjs'));

    expect(loaded, `${name} does not start`).toContain('NativeModule crypto');
    expect(
      loaded.filter((module) => module.includes('undici')),
      `something in ${name} imports node:http past infra/lean-http.ts, which costs 12 ms of every cold start`,
    ).toEqual([]);
  });
});

test('S3 is not part of a cold start that seldom needs it', () => {
  for (const name of ['receive-webhook', 'fetch-orders'] as const) {
    expect([...bytesByPackageAtStart(bundles[name]).keys()], name).not.toContain('@aws-sdk/client-s3');
  }
});

test('no function reads a platform before it is needed', () => {
  for (const name of functionNames) {
    const read = modulesReadAtStart(bundles[name]).filter((file) =>
      /lib\/sources\/[^/]+\/source\.ts$/.test(file),
    );
    expect(read, name).toEqual([]);
  }
});

describe.each(firstOrders)('a receiver whose first order is one of $source.name', (order) => {
  test.runIf(process.platform === 'linux')(
    'has loaded nothing of other platforms, S3 and DynamoDB',
    async () => {
      const surroundings = await startReceiverSurroundings();
      onTestFinished(() => surroundings.stop());
      const taskRoot = join(folder, 'dist', 'receive-webhook');
      const loaded = await filesLoaded(taskRoot, order, surroundings);

      const read = modulesIn(bundles['receive-webhook'], loaded);
      const platforms = read.flatMap((file) => /lib\/sources\/([^/]+)\//.exec(file)?.[1] ?? []);
      expect(new Set(platforms)).toEqual(new Set([order.source.id]));
      expect(read.filter((file) => /client-(s3|dynamodb)\//.test(file))).toEqual([]);
      expect(read.filter((file) => file.includes('client-sqs/'))).not.toEqual([]);
    },
  );
});

test('no function holds anything of the command line or its console', () => {
  for (const name of functionNames) {
    const held = Object.keys(bundles[name].inputs).filter((file) =>
      /^lib\/cli\/|node_modules\/(@?preact|@?hono)\//.test(file),
    );
    expect(held, name).toEqual([]);
  }
});
