import { expect, test } from 'vitest';
import { linesOfInvocation } from '../../../test/support/reading/lines-of-invocation.ts';
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

test('A line that holds metrics is shown without them', () => {
  const [text = '', ...others] = linesOfInvocation((telemetry) => {
    telemetry.info('Delivery ignored', { connection: 'main', reason: 'unpaid' });
    telemetry.count('DeliveryReceived');
    telemetry.count('DeliveryIgnored', 1, 'unpaid');
  });
  const record = readLogRecord({ at, group, text });

  expect(others).toEqual([]);
  expect(record && toLogText(record)).toMatch(/Delivery ignored connection=main reason=unpaid$/);
  expect(Object.keys(record?.json ?? {})).not.toContain('_aws');
});

test('Metrics alone, texts and runs that went well are no records', () => {
  const [text = ''] = linesOfInvocation((telemetry) => {
    telemetry.count('EventSent');
  });
  expect(readLogRecord({ at, group, text })).toBeUndefined();
  expect(textOf({ type: 'platform.report', record: { status: 'success' } })).toBeUndefined();
  expect(readLogRecord({ at, group, text: 'START RequestId' })).toBeUndefined();
});
