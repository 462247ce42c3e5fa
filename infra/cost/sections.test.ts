import { describe, expect, test } from 'vitest';
import { aMeasurement } from '../../test/support/a-measurement.ts';
import { deployed, type Scenario } from './scenario.ts';
import { rewriteSections, sectionsOf } from './sections.ts';

const scenario: Scenario = { ...deployed, measured: aMeasurement() };

function textOf(name: string, changes: Partial<Scenario> = {}): string {
  return sectionsOf({ ...scenario, ...changes }).find((section) => section.name === name)?.text ?? '';
}

const row = (text: string, start: string): string | undefined =>
  text.split('\n').find((line) => line.startsWith(`| ${start}`));

describe('the month', () => {
  test('names orders, webhooks and region', () => {
    expect(textOf('month', { orders: 5_000, region: 'us-east-1' })).toMatch(
      /^5,000 orders a month, 4 webhooks an order, Northern Virginia \(`us-east-1`\):\n/,
    );
  });

  test('marks a price of another region, and says so once', () => {
    expect(textOf('month')).toContain('$2.00 per 100,000 mails \\*');
    expect(textOf('month')).toMatch(/\n\n\\\* Not found for this region/);
    expect(textOf('month', { region: 'us-east-1' })).not.toContain('\\*');
  });
});

test('ten times the orders cost ten times what grows with them', () => {
  const volumes = textOf('volumes', { region: 'us-east-1' });
  const [fewer, more] = ['1,000,000', '10,000,000'].map((orders) =>
    Number(row(volumes, orders)?.split('|')[2]?.replace(/[$, ]/g, '')),
  );

  expect((more ?? 0) / (fewer ?? 1)).toBeCloseTo(10, 2);
});

test('fuller batches are left out where durations of a deployment cannot tell', () => {
  const durations = { receiveWebhook: 20, drainEvents: 50 };

  expect(textOf('volumes')).toContain('with 10 events a batch');
  expect(textOf('volumes', { assumptions: { ...scenario.assumptions, durations } })).not.toContain('a batch');
});

describe('the options', () => {
  test('say what each changes', () => {
    const text = textOf('options', { region: 'us-east-1' });

    // 4 million requests at $1.
    expect(row(text, 'A function URL')).toContain('| −$4.00 |');
    // 8 million traces at $5.
    expect(row(text, '`tracing: Active`')).toContain('| +$40.00 |');
    // A key, and 35,040 requests at $0.03 for 10,000.
    expect(row(text, '`kmsKeyArn`')).toContain('| +$1.11 |');
  });

  test('leave out what durations of a deployment cannot tell', () => {
    const durations = { receiveWebhook: 20, drainEvents: 50 };
    const text = textOf('options', { assumptions: { ...scenario.assumptions, durations } });

    expect(text).not.toMatch(/memorySize|Batches/);
    expect(text).toContain('`logLevel: WARN`');
  });
});

test('every price stands there with its source, or as not found', () => {
  expect(row(textOf('prices'), 'X-Ray')).toMatch(
    /\| million traces \| not found \| \$5\.00 \(\[2026-05-15\]\(https:\/\/aws\.amazon\.com\/xray\/pricing\/\)\) \|$/,
  );
});

describe('a page', () => {
  const sections = [{ name: 'a', title: 'A', text: 'new' }];

  test('gets its marked parts anew and keeps the rest', () => {
    const page = 'before\n<!-- cost:a -->\n\nold\n\n<!-- /cost:a -->\nafter\n';

    const rewritten = rewriteSections(page, sections);

    expect(rewritten).toBe('before\n<!-- cost:a -->\n\nnew\n\n<!-- /cost:a -->\nafter\n');
    expect(rewriteSections(rewritten, sections)).toBe(rewritten);
  });

  test.each(['no mark', '<!-- cost:a --> no end', '<!-- /cost:a --> before <!-- cost:a -->'])(
    'without a whole pair of marks is refused: %s',
    (page) => {
      expect(() => rewriteSections(page, sections)).toThrow('no part marked a');
    },
  );
});
