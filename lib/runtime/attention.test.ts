import { describe, expect, test } from 'vitest';
import { type AttentionLimits, attentionIn, concerns } from './attention.ts';
import { createMetricsBook, type MetricsBook } from './metrics-book.ts';
import { metrics } from './telemetry.ts';

/** Returns what of an invocation needs a person, by group. */
function attention(
  work: (book: MetricsBook) => void,
  limits: AttentionLimits = {},
): Readonly<Record<string, number | undefined>> {
  const book = createMetricsBook();
  work(book);
  return Object.fromEntries(
    attentionIn(book.take(), limits).map(({ reason = '', counts }) => [reason, counts.get('NeedsAttention')]),
  );
}

test('a quiet day needs nobody', () => {
  const found = attention((book) => {
    book.count('DeliveryReceived', 3, undefined);
    book.count('DeliveryIgnored', 1, 'unpaid');
    book.count('DeliveryRefused', 1, 'not-found');
    book.count('EventSent', 2, undefined);
    book.count('EventKept', 1, 'throttled');
    book.measure('EventAge', 20_000);
  });

  expect(found).toEqual({});
});

describe('every concern', () => {
  test.each(
    Object.entries(concerns).flatMap(([group, ofGroup]) =>
      ofGroup.flatMap(({ metric, reasons = [undefined] }) =>
        reasons.map((reason) => [metric, reason, group] as const),
      ),
    ),
  )('%s %s needs a person for %s', (metric, reason, group) => {
    const isDuration = metrics[metric].startsWith('milliseconds');
    const found = attention((book) => {
      if (isDuration) book.measure(metric, 5);
      else book.count(metric, 2, reason);
    });

    expect(found).toEqual({ [group]: isDuration ? 1 : 2 });
  });
});

test('faults by cause need a person, whatever the cause is', () => {
  const found = attention((book) => {
    book.count('EventDead', 2, 'refused');
    book.count('EventDead', 1, 'message-invalid');
    book.count('ErasureIncomplete', 1, 'whole-shop');
  });

  expect(found).toEqual({ orders: 3, privacy: 1 });
});

describe('a limit', () => {
  const limits = { OldestEventAge: 7_200_000, OrderRecovered: 3 };

  test('is not reached by less', () => {
    const found = attention((book) => {
      book.measure('OldestEventAge', 7_199_999);
      book.count('OrderRecovered', 2, undefined);
    }, limits);

    expect(found).toEqual({});
  });

  test('is reached by the longest of all durations, and by the sum of an invocation', () => {
    const found = attention((book) => {
      book.measure('OldestEventAge', 1);
      book.measure('OldestEventAge', 7_200_000);
      book.count('OrderRecovered', 2, undefined);
      book.count('OrderRecovered', 1, undefined);
    }, limits);

    expect(found).toEqual({ orders: 1, shops: 3 });
  });
});
