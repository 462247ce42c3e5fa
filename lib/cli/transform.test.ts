import { describe, expect, test } from 'vitest';
import { recordTerminal } from '../../test/support/doubles/recorded-terminal.ts';
import { fixture } from '../../test/support/reading/fixtures.ts';
import { sources } from '../sources/all-sources.ts';
import { runAdapter } from './run-adapter.ts';

const body = (name: string) => fixture(sources.shopify, name).rawBody;
const shopify = ['transform', '--source', 'shopify', '--topic', 'orders/paid'];

async function run(args: readonly string[], files: Record<string, string | Buffer> = {}) {
  const terminal = recordTerminal(files);
  const exitCode = await runAdapter(args, terminal);
  return { exitCode, output: terminal.printed.join('\n'), complaints: terminal.complaints.join('\n') };
}

describe('adapter transform', () => {
  test('prints the events of a file and nothing else', async () => {
    const files = { 'order.json': body('orders-paid.member-krw') };
    const { exitCode, output, complaints } = await run([...shopify, 'order.json'], files);

    expect(exitCode).toBe(0);
    expect(complaints).toBe('');
    expect(JSON.parse(output)).toMatchObject({
      outcome: 'events',
      events: [
        {
          identity: { external_id: '6600000000001' },
          event: { event_name: 'df_purchase', event_properties: { df_total_purchase_amount: 55000 } },
          moneyMismatch: null,
        },
      ],
    });
  });

  test('prints customers if the connection asks for their profiles', async () => {
    const files = {
      'connection.json': '{"source":"shopify","profiles":"send"}',
      '-': '{"id":7,"email":"ann@example.com","first_name":"Ann","updated_at":"2026-11-24T00:00:00Z"}',
    };
    const args = ['transform', '--source', 'shopify', '--topic', 'customers/enable'];
    const { exitCode, output } = await run([...args, '--connection', 'connection.json', '-'], files);

    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      outcome: 'customers',
      customers: [
        {
          identity: { external_id: '7', email: 'ann@example.com' },
          properties: { df_name: 'Ann' },
          signUp: { event_name: 'df_sign_up', event_datetime: '2026-11-24T00:00:00.000Z' },
        },
      ],
    });
    expect((await run([...args, '-'], files)).exitCode).toBe(3);
  });

  test('prints the refunds of an order behind its purchase', async () => {
    const { output } = await run(shopify, { '-': body('orders-updated.refunds-of-all-kinds') });
    const { events } = JSON.parse(output) as { events: { event: { event_name: string } }[] };

    expect(events.map(({ event }) => event.event_name)).toEqual([
      'df_purchase',
      'df_refund',
      'df_refund',
      'df_refund',
    ]);
  });

  test('reads standard input for - and if no file is given', async () => {
    const files = { '-': body('orders-paid.free') };

    expect((await run([...shopify, '-'], files)).exitCode).toBe(0);
    expect((await run(shopify, files)).exitCode).toBe(0);
  });

  test('prints a money mismatch with its terms', async () => {
    const { output } = await run(shopify, { '-': body('orders-paid.mismatch') });

    expect(JSON.parse(output)).toMatchObject({
      stage: 'paid',
      events: [
        {
          moneyMismatch: {
            expected: '30',
            found: '31',
            terms: [
              { term: 'lines', amount: '30', from: 'line_items[].price × quantity' },
              { term: 'line discounts', amount: '0' },
              { term: 'order discount', amount: '0' },
              { term: 'delivery', amount: '0' },
              { term: 'tax', amount: '0' },
              { term: 'fees', amount: '0' },
            ],
          },
        },
      ],
    });
  });

  test('says why an order is ignored: exit code 3', async () => {
    const { exitCode, output } = await run(shopify, { '-': body('orders-create.pending') });

    expect([exitCode, output]).toEqual([3, '{"outcome":"ignored","reason":"unpaid"}']);
  });

  test('neither `since` nor the age of an order counts', async () => {
    const files = {
      '-': body('orders-paid.free').toString().replaceAll('2026-11-20', '2019-11-20'),
      'c.json': '{"source":"shopify","since":"2026-11-01T00:00:00Z"}',
    };

    expect((await run([...shopify, '--connection', 'c.json'], files)).exitCode).toBe(0);
  });

  test('names the paths of what cannot be read: exit code 1', async () => {
    const { exitCode, output } = await run(shopify, { '-': body('orders-paid.unreadable') });

    expect(exitCode).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      outcome: 'invalid',
      issues: [{ path: 'currency', message: 'missing' }, {}, { path: 'line_items.0.price' }, {}],
    });
    expect((await run(shopify, { '-': '{"id":' })).output).toBe(
      '{"outcome":"invalid","issues":[{"path":"","message":"is not JSON"}]}',
    );
  });

  test('a connection decides the mapping; secrets and dfinery are not needed', async () => {
    const connection = { source: 'shopify', shop: 'a.example', purchaseOn: 'created', itemId: 'sku' };
    const files = { '-': body('orders-create.pending'), 'c.json': JSON.stringify(connection) };
    const { exitCode, output } = await run([...shopify, '--connection', 'c.json'], files);

    expect(exitCode).toBe(0);
    expect(output).toContain('"df_item_id":"SKU-001"');
  });

  test.each([
    ['a misspelt field', '{"source":"shopify","purchaseon":"paid"}', 'purchaseon'],
    ['a wrong value', '{"source":"shopify","itemId":"name"}', 'itemId'],
    ['another source', '{"source":"magento"}', 'magento'],
    ['no JSON', '{', 'not JSON'],
  ])('a connection file with %s is refused: exit code 1', async (_, text, named) => {
    const args = [...shopify, '--connection', 'c.json'];
    const { exitCode, output, complaints } = await run(args, { '-': '{}', 'c.json': text });

    expect([exitCode, output]).toEqual([1, '']);
    expect(complaints).toContain(named);
  });
});

describe('adapter transform on a terminal', () => {
  const args = [...shopify, '-'];
  const files = { '-': body('orders-create.pending') };
  const printed = async (more: readonly string[]) => {
    const terminal = recordTerminal(files, {}, [], { columns: 80, hasColours: false });
    await runAdapter([...args, ...more], terminal);
    return terminal.printed;
  };

  test('indents what it prints, but with --json', async () => {
    expect(await printed([])).toEqual(['{\n  "outcome": "ignored",\n  "reason": "unpaid"\n}']);
    expect(await printed(['--json'])).toEqual(['{"outcome":"ignored","reason":"unpaid"}']);
  });
});

describe('a body of another platform', () => {
  test.each([
    ['woocommerce', fixture(sources.woocommerce, 'order.restored.paid'), 'order\\.'],
    ['cafe24', fixture(sources.cafe24, '90023.guest'), '\\d+'],
  ])('is recognized as one of %s by what can read it', async (id, { rawBody }, topic) => {
    const { exitCode, complaints } = await run(shopify, { '-': rawBody });

    expect(exitCode).toBe(1);
    expect(complaints).toMatch(new RegExp(`^This looks like ${id}: try --source ${id} --topic ${topic}`));
  });

  test('is not looked for in a body so large that all platforms would take long', async () => {
    const order = JSON.parse(
      fixture(sources.woocommerce, 'order.restored.paid').rawBody.toString(),
    ) as object;
    const large = Buffer.from(JSON.stringify({ ...order, customer_note: 'x'.repeat(256 * 1024) }));

    expect((await run(shopify, { '-': large })).complaints).toBe('');
  });

  test('is not guessed at', async () => {
    expect((await run(shopify, { '-': body('orders-paid.unreadable') })).complaints).toBe('');
    expect((await run(shopify, { '-': '[]' })).complaints).toBe('');
  });
});

describe('a file with several connections', () => {
  const several = JSON.stringify({
    main: { source: 'shopify', itemId: 'sku' },
    mall: { source: 'cafe24' },
  });
  const files = { '-': body('orders-paid.free'), 'c.json': several };
  const args = (file: string) => [...shopify, '--connection', file];

  test('is read by the id behind #', async () => {
    expect((await run(args('c.json#main'), files)).exitCode).toBe(0);
  });

  test('needs no id if it has one', async () => {
    const one = JSON.stringify({ main: { source: 'shopify' } });
    expect((await run(args('c.json'), { ...files, 'c.json': one })).exitCode).toBe(0);
  });

  test.each([
    ['c.json', 'c.json has several connections: name one, as in c.json#main (main, mall)'],
    ['c.json#other', 'c.json has no connection other'],
    ['c.json#mall', 'c.json#mall is a connection of cafe24, not of shopify'],
  ])('and %s is refused', async (file, complaint) => {
    const { exitCode, complaints } = await run(args(file), files);

    expect([exitCode, complaints]).toEqual([1, complaint]);
  });
});

describe('adapter transform --explain', () => {
  const explain = [...shopify, '--explain'];

  test('prints the money of an order as a table, with the field of each figure and what would be told', async () => {
    const files = { '-': body('orders-updated.refunds-of-all-kinds') };
    const { exitCode, output } = await run(explain, files);

    expect(exitCode).toBe(0);
    expect(output).toMatch(/^order 5500000000041: paid, in USD$/m);
    expect(output).toMatch(/^ {2}lines +30 {2}line_items\[\]\.price × quantity$/m);
    expect(output).toMatch(/^ {2}sum +35\.2$/m);
    expect(output).toMatch(/^due\n {2}total +44 {2}total_price\n {2}taken out without money +-8\.8 /m);
    expect(output).toMatch(/^ {2}9102 +9\.9 {2}2026-11-22T00:00:00\.000Z$/m);
    expect(output).toMatch(
      /^told next\n {2}df_purchase +35\.2 {2}the order\n {2}df_refund +9\.9 {2}refund 9102$/m,
    );
  });

  test.each([
    ['50@promised', /df_refund +19 {2}settlement/],
    ['20', /– +more is due by 11: not told without edits: "send"/],
    ['31@paid', /– +the purchase says nothing new/],
  ])('by what was told before: %s', async (told, expected) => {
    const { output } = await run([...explain, '--told', told], { '-': body('orders-paid.mismatch') });

    expect(output).toMatch(/sum +30 {2}the platform’s figures do not add up/);
    expect(output).toMatch(expected);
  });

  test('asks the connection whether rises are told', async () => {
    const files = { '-': body('orders-paid.mismatch'), 'c.json': '{"source":"shopify","edits":"send"}' };
    const { output } = await run([...explain, '--told', '20', '--connection', 'c.json'], files);

    expect(output).toMatch(/df_purchase +11 {2}a further purchase/);
  });

  test('prints the same as one line of JSON with --json, on a terminal too', async () => {
    const terminal = recordTerminal({ '-': body('orders-paid.mismatch') }, {}, [], {
      columns: 80,
      hasColours: false,
    });
    const exitCode = await runAdapter([...explain, '--told', '20', '--json'], terminal);

    expect([exitCode, terminal.printed.length]).toEqual([0, 1]);
    expect(JSON.parse(terminal.printed[0] ?? '')).toEqual({
      outcome: 'explained',
      orderId: '5500000000030',
      stage: 'paid',
      currency: 'USD',
      figures: [
        { term: 'lines', amount: '30', from: 'line_items[].price × quantity' },
        ...['line discounts', 'order discount', 'delivery', 'tax', 'fees'].map((term) => ({
          ...{ term, amount: '0', from: expect.any(String) as string },
        })),
      ],
      sum: '30',
      total: '31',
      due: [{ term: 'total', amount: '31', from: expect.any(String) as string }],
      addsUp: false,
      remark: expect.stringContaining('MoneyMismatch') as string,
      told: { amount: '20', stage: 'paid' },
      paidBack: [],
      oddFigures: [],
      next: [
        {
          about: 'purchase',
          answer: { kind: 'untold', amount: '11' },
          event: null,
          amount: null,
          because: 'more is due by 11: not told without edits: "send"',
        },
      ],
    });
  });

  test('has each refund, and the event that would tell of it', async () => {
    const files = { '-': body('orders-updated.refunds-of-all-kinds') };
    const explained: unknown = JSON.parse((await run([...explain, '--json'], files)).output);

    expect(explained).toMatchObject({ addsUp: true, remark: null, told: null });
    expect(explained).toMatchObject({
      paidBack: expect.arrayContaining([
        { refundId: '9102', amount: '9.9', at: '2026-11-22T00:00:00.000Z' },
      ]) as unknown,
      next: expect.arrayContaining([
        expect.objectContaining({ event: 'df_purchase', amount: '35.2', because: 'the order' }),
        expect.objectContaining({ refundId: '9102', event: 'df_refund', amount: '9.9' }),
      ]) as unknown,
    });
  });

  test('prints what is no order as without it', async () => {
    const { exitCode, output } = await run(explain, { '-': body('orders-create.pending') });

    expect([exitCode, output]).toEqual([3, '{"outcome":"ignored","reason":"unpaid"}']);
  });
});

describe('wrong usage: exit code 2', () => {
  test.each([
    [[], 'Usage:'],
    [['fly'], 'Unknown command: fly'],
    [['__proto__'], 'Unknown command'],
    [['transform'], '--source is missing'],
    [['transform', '--source', 'shopify'], '--topic is missing'],
    [['transform', '--source', 'magento', '--topic', 'x'], 'Unknown source: magento'],
    [[...shopify, '--secret', 'x'], "Unknown option '--secret'"],
    [[...shopify, 'a', 'b'], 'Only one FILE'],
    [[...shopify, '--told', '5'], '--told needs --explain'],
    ...['5@', '5@refunds-only', '-5', '5@paid@paid', 'x'].map((told): [string[], string] => [
      [...shopify, '--explain', `--told=${told}`],
      '--told needs AMOUNT',
    ]),
    [['send', ...shopify.slice(1), '--explain', 'a'], "Unknown option '--explain'"],
    [['send', '--source', 'shopify', '--topic', 'x', 'a'], '--to needs'],
    [['send', '--source', 'shopify', '--topic', 'x', '--to', 'http://127.0.0.1:1/'], 'FILE is missing'],
  ])('%j', async (args, complaint) => {
    const { exitCode, output, complaints } = await run(args);

    expect([exitCode, output]).toEqual([2, '']);
    expect(complaints).toContain(complaint);
  });

  test('a missing file is reported in one line: exit code 1', async () => {
    const { exitCode, complaints } = await run([...shopify, 'nowhere.json']);

    expect([exitCode, complaints]).toEqual([1, "ENOENT: no such file, open 'nowhere.json'"]);
  });

  test('--help is not an error', async () => {
    expect((await run(['--help'])).exitCode).toBe(0);
  });
});
