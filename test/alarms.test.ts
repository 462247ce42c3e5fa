import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Alarm, Metric } from '../infra/alarms/alarm.ts';
import { essential } from '../infra/alarms/essential.ts';
import { full } from '../infra/alarms/full.ts';
import { type AttentionGroup, concerns } from '../lib/runtime/attention.ts';

const RUNBOOK = readFileSync(new URL('../docs/runbook.md', import.meta.url), 'utf8');
const modes = { essential, full } as const;

/** A section of the runbook: what it is about, by the metrics in its title, such as `EventKept` with reason `refused`. */
interface Section {
  readonly anchor: string;
  readonly metrics: readonly string[];
  readonly reasons: readonly string[];
}

const sections: readonly Section[] = [...RUNBOOK.matchAll(/^## (.+)$/gm)].map(([, title = '']) => {
  const words = [...title.matchAll(/`([\w-]+)`/g)].map(([, word = '']) => word);
  const isName = (word: string) => /^[A-Z5]/.test(word);
  return { anchor: anchorOf(title), metrics: words.filter(isName), reasons: reasonsOf(title) };
});

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s/g, '-');
}

/** `… with reason `a` or `b``: the words between that and a comma. */
function reasonsOf(title: string): string[] {
  const [, text = ''] = /with reason ([^,]+)/.exec(title) ?? [];
  return [...text.matchAll(/`([\w-]+)`/g)].map(([, reason = '']) => reason);
}

/** Returns the alarms that ring for a section: those whose page it is, and those that look at what its title names. */
function ringsFor({ anchor, metrics, reasons }: Section, alarms: Readonly<Record<string, Alarm>>): string[] {
  const isMeant = (name: string, of: readonly string[] | undefined) =>
    metrics.includes(name) &&
    (of === undefined || reasons.length === 0 || of.some((reason) => reasons.includes(reason)));
  const rings = (metric: Metric): boolean => {
    const reason = reasonOf(metric);
    if (metric.MetricName === 'NeedsAttention')
      return concerns[reason as AttentionGroup].some((concern) => isMeant(concern.metric, concern.reasons));
    return isMeant(metric.MetricName, reason === undefined ? undefined : [reason]);
  };
  return Object.entries(alarms)
    .filter(([, { page, looksAt }]) => page === anchor || looksAt.some(rings))
    .map(([name]) => name);
}

function reasonOf({ Dimensions }: Metric): string | undefined {
  if (typeof Dimensions === 'string') return undefined;
  return Dimensions.find(({ Name }) => Name === 'reason')?.Value as string | undefined;
}

/** The rows of both tables of the first screen: everything that `status` may show, and which alarm is said to ring. */
const rows = [...RUNBOOK.matchAll(/^\| (.+) \|$/gm)]
  .map(([, row = '']) => row.split(' | '))
  .filter((cells) => cells.length === 4 && cells[0] !== '`status` shows')
  .map(([shows = '', is = '', type = '', rings = '']) => ({
    shows,
    pages: [...`${is} ${type}`.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor = '']) => anchor),
    isFault: rings !== '–',
    rings: [...rings.matchAll(/`([A-Z]\w+)`/g)].map(([, name = '']) => name),
  }));
const faults = rows.filter(({ isFault }) => isFault);

test('the first screen has every fault of orders and of privacy requests', () => {
  expect(faults.length).toBeGreaterThanOrEqual(16);
  expect(rows.filter(({ isFault }) => !isFault).map(({ shows }) => shows)).toEqual([
    'received, many `known`',
  ]);
  expect(faults.filter(({ rings }) => rings.includes('PrivacyNeedsAttention'))).toHaveLength(4);
});

describe.each(faults)('a fault of the first screen: $shows', ({ pages, rings }) => {
  const meant = sections.filter(({ anchor }) => pages.includes(anchor));

  test('rings with essential as the table says', () => {
    const found = new Set(meant.flatMap((section) => ringsFor(section, essential)));

    expect(rings).not.toEqual([]);
    expect([...found]).toEqual(expect.arrayContaining(rings));
  });

  test('rings with full', () => {
    expect(meant.flatMap((section) => ringsFor(section, full))).not.toEqual([]);
  });
});

describe('of all sections that name a metric,', () => {
  /** What raises no alarm, because it ends by itself, or because nothing is wrong. Each section says so. */
  const quiet = [
    'a-refund-waits-for-its-purchase-eventkept-with-reason-purchase-missing',
    'something-is-not-told-revenueuntold-refunduntold',
    'the-figures-of-an-order-do-not-add-up-moneymismatch',
    'dfinery-is-unavailable-or-over-quota-servicepaused-eventkept-with-reason-unavailable-or-throttled',
    'eventuncertain-visibilityfailed',
  ];
  /** What rings with essential by what it causes. */
  const ofFullAlone = [
    'messages-in-flight-above-80000-approximatenumberofmessagesnotvisible-of-events',
    'the-receiver-is-slow-duration',
  ];

  test.each([
    ['essential', [...quiet, ...ofFullAlone]],
    ['full', quiet],
  ] as const)('with %s all ring but these', (mode, expected) => {
    const silent = sections.filter(
      (section) => section.metrics.length > 0 && ringsFor(section, modes[mode]).length === 0,
    );

    expect(silent.map(({ anchor }) => anchor).sort()).toEqual([...expected].sort());
  });
});

test('whatever rings with full by a metric of the adapter also rings with essential', () => {
  const own = Object.values(full).flatMap(({ looksAt }) =>
    looksAt.filter(({ Namespace }) => Namespace === 'DfineryWebhookAdapter'),
  );
  const direct = Object.values(essential).flatMap(({ looksAt }) => looksAt);
  const unheard = own.filter((metric) => {
    const reason = reasonOf(metric);
    const isConcern = Object.values(concerns)
      .flat()
      .some(
        ({ metric: name, reasons }) =>
          name === metric.MetricName && (reasons === undefined || reasons.includes(reason ?? '')),
      );
    return !isConcern && !direct.some((other) => JSON.stringify(other) === JSON.stringify(metric));
  });

  expect(own.length).toBeGreaterThan(20);
  expect(unheard).toEqual([]);
});

test('a dead letter of any queue rings', () => {
  const dead = ['EventDead', 'FetchDead', 'ErasureDead'];

  for (const metric of dead) expect(Object.values(concerns).flat()).toContainEqual({ metric });
});

describe.each(Object.entries(modes))('what keeps a fault from being seen rings with %s:', (_, alarms) => {
  test.each([
    // Such a poll measures no lag.
    ['PollFailed', 'connection-unavailable'],
    ['PollFailed', 'misconfigured'],
    ['PollFailed', 'unexpected'],
    // Without a token, Dfinery shows nothing to compare.
    ['ArrivalsUnchecked', 'export-unauthorized'],
  ])('%s with reason %s', (metric, reason) => {
    expect(ringsFor({ anchor: '', metrics: [metric], reasons: [reason] }, alarms)).not.toEqual([]);
  });
});
