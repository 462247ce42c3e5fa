import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { testOrder } from '../../../test/support/builders/test-order.ts';
import { startOperatedAdapter } from '../../../test/support/harness/operated-adapter.ts';
import type { Screen } from '../command.ts';

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;

beforeAll(async () => {
  adapter = await startOperatedAdapter({ main: aConnection() });
});

afterAll(() => adapter.stop());

const FILE = 'orders.jsonl';
const PROGRESS = `${FILE}.progress.json`;
const INVALID = `${FILE}.invalid.jsonl`;
/** Nothing of it is queued, so that no test waits for Dfinery. */
const unpaid = (id: string) =>
  testOrder({ id, placedAt: new Date('2026-11-24T00:00:00Z') }).replace('"paid"', '"pending"');

const run = (
  lines: readonly string[],
  {
    files = {},
    more = [],
    screen,
  }: {
    readonly files?: Record<string, string>;
    readonly more?: readonly string[];
    readonly screen?: Screen;
  } = {},
) =>
  adapter.run(
    ['backfill', '--source', 'shopify', '--connection', 'main', FILE, ...more],
    { ...files, [FILE]: `${lines.join('\n')}\n` },
    {},
    [],
    screen,
  );

describe('lines that cannot be read', () => {
  test('are put aside as they are, to be corrected and run alone', async () => {
    const { exitCode, written, complaints, json } = await run([unpaid('1'), '{"id":', unpaid('2'), 'x']);

    expect(exitCode).toBe(1);
    expect(json).toMatchObject([{ lines: 4, invalid: 2 }]);
    expect(written[INVALID]).toBe('{"id":\nx\n');
    expect(complaints[0]).toBe('line 2: (line): is not JSON');
    expect(complaints.at(-1)).toBe(`They are in ${INVALID}: correct them there and run that file alone.`);
  });

  test('are named up to twenty of them', async () => {
    const { complaints, written } = await run(Array.from({ length: 25 }, () => 'x'));

    expect(complaints.filter((line) => line.startsWith('line '))).toHaveLength(20);
    expect(complaints).toContain('and 5 more that cannot be read');
    expect(written[INVALID]).toBe('x\n'.repeat(25));
  });

  test('of a later run are added', async () => {
    const first = await run(['x']);
    const files = { [PROGRESS]: first.written[PROGRESS] ?? '', [INVALID]: first.written[INVALID] ?? '' };
    const second = await run(['x', 'y'], { files });

    expect(second.written[INVALID]).toBe('x\ny\n');
  });

  test('of a JSON document over many lines end it: it is no export', async () => {
    const { exitCode, complaints, printed } = await run(['{', '  "orders": []', '}']);

    expect([exitCode, printed]).toEqual([1, []]);
    expect(complaints.join()).toMatch(/one JSON document, not one order a line\. Try: jq -c/);
  });
});

describe('a second run', () => {
  const ran = async (lines: readonly string[]) => ({
    [PROGRESS]: (await run(lines)).written[PROGRESS] ?? '',
  });

  test('goes on where the first ended, with lines that were added', async () => {
    const files = await ran([unpaid('1')]);
    const { exitCode, json, complaints } = await run([unpaid('1'), unpaid('2')], { files });

    expect(exitCode).toBe(0);
    expect(json).toMatchObject([{ lines: 2, ignored: { unpaid: 2 } }]);
    expect(complaints).toEqual([`Resuming after line 1, from ${PROGRESS}`]);
  });

  test('is refused if what is done was changed since; --restart reads all again', async () => {
    const files = await ran(['x', unpaid('2')]);
    const mended = [unpaid('1'), unpaid('2')];
    const refused = await run(mended, { files });
    const restarted = await run(mended, { files, more: ['--restart'] });

    expect([refused.exitCode, refused.printed]).toEqual([1, []]);
    expect(refused.complaints.join()).toMatch(/orders\.jsonl changed within its first 2 lines.*--restart/);
    expect(restarted).toMatchObject({
      exitCode: 0,
      json: [{ lines: 2, ignored: { unpaid: 2 }, invalid: 0 }],
    });
  });

  test('goes on from a progress file of an older version, which has no fingerprint', async () => {
    const progress = { lines: 1, queued: 0, events: 0, ignored: { unpaid: 1 }, invalid: 0, other: 0 };
    const { json } = await run([unpaid('1'), unpaid('2')], {
      files: { [PROGRESS]: JSON.stringify(progress) },
    });

    expect(json).toMatchObject([{ lines: 2 }]);
  });
});

describe('a dry run', () => {
  test('counts by outcome, sums the totals up, and queues and writes nothing', async () => {
    const lines = [testOrder({ id: '1' }), testOrder({ id: '2' }), unpaid('3'), 'x'];
    const { exitCode, json, written, complaints } = await run(lines, { more: ['--dry-run'] });
    const doctor = await adapter.run(['doctor']);

    expect(exitCode).toBe(1);
    expect(json).toMatchObject([
      { dryRun: true, lines: 4, queued: 2, events: 2, ignored: { unpaid: 1 }, invalid: 1, totals: {} },
    ]);
    expect(Object.values((json[0] as { totals: object }).totals)).toHaveLength(1);
    expect(written).toEqual({});
    expect(complaints.join('\n')).toContain('Nothing was queued.');
    expect(doctor.printed.join('\n')).toMatch(/events queue +0 waiting/);
  });

  test('is a table on a terminal', async () => {
    const screen = { columns: 100, hasColours: false };
    const { printed } = await run([testOrder({ id: '1' })], { more: ['--dry-run'], screen });

    expect(printed.map((line) => line.trim().split(/ {2,}/))).toMatchObject([
      ['LINES', 'ORDERS', 'EVENTS', 'INVALID', 'OTHER', 'IGNORED', 'TOTALS'],
      ['1', '1', '1', '0', '0', '–', expect.stringMatching(/^[A-Z]{3} [\d.]+$/) as string],
    ]);
  });
});
