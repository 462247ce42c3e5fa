import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../lib/cli/exit-codes.ts';
import { aMeasurement } from '../../test/support/a-measurement.ts';
import { runCost } from './run-cost.ts';
import { deployed } from './scenario.ts';
import { sectionsOf } from './sections.ts';

const MARKED = sectionsOf({ ...deployed, measured: aMeasurement() })
  .map(({ name }) => `<!-- cost:${name} -->\n<!-- /cost:${name} -->`)
  .join('\n');

/** Runs the script with files in memory. */
async function run(args: readonly string[], given: Readonly<Record<string, string>> = {}) {
  const files = new Map(Object.entries({ 'docs/cost.md': MARKED, ...given }));
  const printed: string[] = [];
  const complaints: string[] = [];
  const code = await runCost(args, {
    print: (text) => printed.push(text),
    complain: (text) => complaints.push(text),
    read: (file) => {
      const text = files.get(file);
      return text === undefined ? Promise.reject(new Error('no such file')) : Promise.resolve(text);
    },
    write: (file, text) => Promise.resolve(void files.set(file, text)),
    measured: () => aMeasurement(),
    measure: () => Promise.resolve(aMeasurement({ machine: 'another machine' })),
  });
  return { code, printed: printed.join('\n'), complaints: complaints.join('\n'), files };
}

test('prints every table and writes nothing', async () => {
  const { code, printed, files } = await run([]);

  expect(code).toBe(exitCodes.done);
  expect(printed.match(/^## .+$/gm)).toHaveLength(6);
  expect(printed).toContain('1,000,000 orders a month, 4 webhooks an order, Seoul');
  expect([...files]).toEqual([['docs/cost.md', MARKED]]);
});

test('takes another scenario', async () => {
  const { printed } = await run(
    '--orders 20000 --webhooks-per-order 2 --events-per-batch 10 --region us-east-1'.split(' '),
  );

  expect(printed).toContain('20,000 orders a month, 2 webhooks an order, Northern Virginia');
  // 20,000 × 2 of 10 in a batch.
  expect(printed).toContain('| SQS | receive | 4,000 requests |');
});

test('takes durations of a deployment', async () => {
  const { printed } = await run(['--durations', 'durations.json'], {
    'durations.json': '{ "receiveWebhook": 20, "drainEvents": 50 }',
  });

  // 4 million × 0.02 s × 0.5 GB.
  expect(printed).toContain('| Lambda | duration of the receiver | 40,000 GB-seconds |');
});

test('writes the tables into the page', async () => {
  const { code, printed, files } = await run(['--write']);

  expect(code).toBe(exitCodes.done);
  expect(printed).toBe('');
  expect(files.get('docs/cost.md')).toContain(
    '| API Gateway | requests of the HTTP API | 4,000,000 requests |',
  );
  expect(files.has('infra/cost/measured.json')).toBe(false);
});

test('measures anew and keeps the figures', async () => {
  const { printed, files } = await run(['--measure']);

  expect(printed).toContain('with another machine');
  expect(JSON.parse(files.get('infra/cost/measured.json') ?? '')).toEqual(
    aMeasurement({ machine: 'another machine' }),
  );
});

describe('refuses', () => {
  test('a file that is not there', async () => {
    const { code, complaints } = await run(['--durations', 'missing.json']);

    expect(code).toBe(exitCodes.wrongUsage);
    expect(complaints).toContain('missing.json cannot be read: no such file');
  });

  test.each([
    { args: ['--orders', '0'], because: 'orders: expected a whole number' },
    { args: ['--orders', '1.5'], because: 'orders: expected a whole number' },
    { args: ['--orders', '12345678901'], because: 'orders: expected a whole number' },
    { args: ['--webhooks-per-order', '101'], because: 'webhooks-per-order: ' },
    { args: ['--events-per-batch', '7'], because: 'events-per-batch: ' },
    { args: ['--region', 'mars'], because: 'region: ' },
    { args: ['--planet', 'mars'], because: '--planet' },
    { args: ['cheap'], because: 'expected options only' },
    { args: ['--write', '--orders', '5'], because: 'the page is of the stack as it is deployed' },
    { args: ['--measure', '--durations', 'x'], because: 'the page is of the stack as it is deployed' },
  ])('$args', async ({ args, because }) => {
    const { code, complaints, printed } = await run(args);

    expect(code).toBe(exitCodes.wrongUsage);
    expect(complaints).toContain(because);
    expect(complaints).toContain('Usage: npm run cost');
    expect(printed).toBe('');
  });

  test.each([
    '',
    '{}',
    '{ "receiveWebhook": "20", "drainEvents": 50 }',
    '{ "receiveWebhook": -1, "drainEvents": 1 }',
  ])('durations like %s', async (text) => {
    const { code, complaints } = await run(['--durations', 'durations.json'], { 'durations.json': text });

    expect(code).toBe(exitCodes.wrongUsage);
    expect(complaints).toContain('the durations cannot be read');
  });
});
