import { expect, test } from 'vitest';
import { readLogRecord, toLogText } from './log-record.ts';

const at = Date.parse('2026-11-29T01:02:03.004Z');
const group = '/aws/lambda/dfinery-webhook-adapter-prod-drainEvents';

function textOf(line: object): string | undefined {
  const record = readLogRecord({ at, group, text: JSON.stringify(line) });
  return record && toLogText(record);
}

test('A line is shown with its time, function and fields', () => {
  const line = {
    level: 'WARN',
    message: 'Paused',
    service: 's',
    lane: 'a#b',
    code: 'two words',
    seconds: 33,
  };

  expect(textOf(line)).toBe(
    '2026-11-29 01:02:03.004 WARN  drainEvents    Paused lane=a#b code="two words" seconds=33',
  );
});

test('Of an error only name and message are shown', () => {
  const error = { name: 'UnavailableError', message: 'The ledger is unavailable', stack: 'at …' };

  expect(textOf({ level: 'ERROR', message: 'Events not claimed', error })).toMatch(
    /Events not claimed error="UnavailableError: The ledger is unavailable"$/,
  );
});

test('Metrics, texts and runs that went well are no records', () => {
  expect(textOf({ _aws: {}, EventSent: 1 })).toBeUndefined();
  expect(textOf({ type: 'platform.report', record: { status: 'success' } })).toBeUndefined();
  expect(readLogRecord({ at, group, text: 'START RequestId' })).toBeUndefined();
});
