import { describe, expect, test } from 'vitest';
import { daysToAsk, readRange } from './read-range.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const range = (from: string, to: string) => readRange({ from, to }, NOW);

test('both days are whole and included', () => {
  expect(range('2026-11-01', '2026-11-01')).toEqual({
    from: Date.parse('2026-11-01T00:00:00.000Z'),
    until: Date.parse('2026-11-02T00:00:00.000Z'),
  });
});

describe('Dfinery is asked', () => {
  test('from the day before, because a day has no documented zone, until today, because refunds come later', () => {
    expect(daysToAsk(range('2026-11-10', '2026-11-12'), NOW)).toEqual({
      from: '2026-11-09',
      to: '2026-11-24',
      reachesBackTo: Date.parse('2026-10-27T00:00:00.000Z'),
    });
  });

  test('for no day that its export does not reach', () => {
    expect(daysToAsk(range('2026-10-01', '2026-11-12'), NOW)).toMatchObject({ from: '2026-10-26' });
    expect(daysToAsk(range('2026-10-01', '2026-10-26'), NOW)).toBeUndefined();
    expect(daysToAsk(range('2026-10-01', '2026-10-27'), NOW)).toBeDefined();
  });
});
