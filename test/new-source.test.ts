import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerSource } from '../infra/new-source/register-source.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NOT_COPIED = /^(node_modules|\.git|dist|coverage|\.serverless)$/;

/** What each kind still lacks when it is new, in the order of the work: the place, and how the sentence begins. */
const ofEvery = ['__fixtures__/README.md', 'schema.ts', 'read-order.ts', 'to-order.ts', 'figures-from.ts'];
const signed = ['verify.ts', 'headers.ts'];
const kinds = [
  { id: 'whole-mart', options: [], places: [...signed, ...ofEvery, 'source.ts', 'source.ts'] },
  {
    id: 'fetched-mart',
    options: ['--fetched'],
    places: [...signed, ...ofEvery, 'source.ts', 'source.ts', 'read-reference.ts', 'api.ts', 'api.test.ts'],
  },
  {
    id: 'polled-mart',
    options: ['--polled'],
    places: [...ofEvery, 'source.ts', 'api.ts', 'listing.ts', 'api.test.ts'],
  },
] as const;
const TRAITS = 4;

/** The whole source of docs/adding-a-source.md, beside the new ones. */
const EXAMPLE = 'tea-house';

let folder: string;

/** Runs a program of the copy. Returns what it printed, and its exit code. */
function run(
  program: string,
  ...args: readonly string[]
): { readonly code: number | null; readonly printed: string } {
  const { CI: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, NO_COLOR: '1' },
  });
  return { code: status, printed: `${stdout}${stderr}` };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'new-source-'));
  cpSync(ROOT, folder, { recursive: true, filter: (path) => !NOT_COPIED.test(relative(ROOT, path)) });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const { id, options } of kinds) {
    const made = run('infra/new-source/new-source.ts', id, ...options);
    expect(made, made.printed).toMatchObject({ code: 0 });
  }
  addExample();
});

/** Writes the files of the page into the copy, and registers the source. */
function addExample(): void {
  const page = readFileSync(join(folder, 'docs/adding-a-source.md'), 'utf8');
  const files = [...page.matchAll(/^`(lib\/sources\/[^`]+)`:\n\n```(?:ts|json)\n([\s\S]+?)^```$/gm)];
  expect(files).toHaveLength(2);
  for (const [, file = '', text = ''] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const registry = join(folder, 'lib/sources/registry.ts');
  writeFileSync(registry, registerSource(readFileSync(registry, 'utf8'), EXAMPLE));
}

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a new source of each kind compiles, in the project’s own format, and so does the one in the documentation', () => {
  expect(run('node_modules/typescript/bin/tsc', '-p', '.')).toEqual({ code: 0, printed: '' });
  const made = kinds.map(({ id }) => `lib/sources/${id}`);
  const format = run('node_modules/@biomejs/biome/bin/biome', 'check', ...made, 'lib/sources/registry.ts');
  expect(format.code, format.printed).toBe(0);
});

test('it fails the conformance suite only by what is missing, in plain words and in order', () => {
  const report = join(folder, 'report.json');
  const suites = ['sources', 'topics', 'mentions', 'sent-names', 'what-is-missing'];
  run(
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=json',
    `--outputFile=${report}`,
    ...suites.map((suite) => `test/conformance/${suite}.test.ts`),
    'test/documentation.test.ts',
    'test/architecture.test.ts',
  );
  const failed = failuresIn(report);

  expect(failed.map(({ title }) => title).toSorted()).toEqual(
    [
      // The example has no row in the mapping.
      'the table of all topics names every topic of a source',
      ...[EXAMPLE, ...kinds.map(({ id }) => id)].map((id) => `nothing is missing of ${id}`),
    ].toSorted(),
  );
  const example = readFileSync(
    join(folder, `lib/sources/${EXAMPLE}/__fixtures__/order.paid.member.purchase.json`),
    'utf8',
  );
  expect(JSON.parse(example)).toMatchObject({ moneyMismatch: null, identity: { external_id: 'ann' } });
  for (const { id, places } of kinds) {
    const message = failed.find(({ title }) => title.endsWith(id))?.message ?? '';
    const steps = [...message.matchAll(/^ {2}\d+\. (.+)$/gm)].map(([, step = '']) => step);
    const own = steps.filter((step) => step.startsWith(`lib/sources/${id}/`));
    const named = own
      .map((step) => /^[^:]+?\.(?:ts|md)(?=: | is )/.exec(step)?.[0])
      .filter((place) => place !== undefined);

    expect(message).toContain('Do this next:');
    expect(named.toSorted()).toEqual(
      [...places, 'read-order.test.ts'].map((place) => `lib/sources/${id}/${place}`).toSorted(),
    );
    expect(own.filter((step) => step.includes('has no fixture of'))).toHaveLength(TRAITS);
    expect(steps).toEqual(
      expect.arrayContaining([
        expect.stringContaining(`docs/sources/${id}.md: Fill this page`),
        expect.stringContaining('docs/mapping.md: Which orders'),
        expect.stringContaining('README.md does not name'),
        expect.stringContaining('CHANGELOG.md does not name'),
      ]),
    );
    expect(steps.some((step) => step.startsWith('test/conformance/listed-platforms.ts'))).toBe(
      id === 'polled-mart',
    );
  }
});

test('the key of its shop is one token, and `connection put` asks for it alone; a shop without webhooks is polled', () => {
  const script = `
    import { readConnection } from './lib/cli/connection/read-connection.ts';
    const asked = [];
    const terminal = { askSecret: (question) => { asked.push(question); return Promise.resolve('a-secret-of-the-test'); } };
    const values = { source: 'polled-mart', shop: 'shop.example.com', 'service-id': 'service-1' };
    const { api, intake, poll, secrets } = await readConnection({ file: undefined, values }, terminal);
    console.log(JSON.stringify({ asked, api, intake, poll, secrets }));`;
  const printed = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    cwd: folder,
    encoding: 'utf8',
  });

  expect(JSON.parse(printed)).toEqual({
    asked: ['Access token of the Dfinery service: ', 'Access token of the shop’s API: '],
    api: { clientId: 'token', clientSecret: 'a-secret-of-the-test' },
    intake: 'poll',
    poll: {},
    secrets: [],
  });
});

test.each([
  ['a name in capitals', ['BigMart']],
  ['a name that is there already', ['shopify']],
  ['two kinds', ['other-mart', '--fetched', '--polled']],
  ['no name', []],
  ['an unknown option', ['other-mart', '--webhooks']],
])('%s is refused, with the usage', (_, args) => {
  const { code, printed } = run('infra/new-source/new-source.ts', ...args);

  expect(code).toBe(2);
  expect(printed).toContain('npm run new-source -- NAME');
});

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string;
      readonly title: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

function failuresIn(file: string): { readonly title: string; readonly message: string }[] {
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'failed')
    .map(({ title, failureMessages }) => ({ title, message: failureMessages.join('\n') }));
}
