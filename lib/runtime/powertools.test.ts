import type { Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { faultsOf } from '../../test/support/reading/embedded-metric-format.ts';
import { captureWritten, linesOfInvocation } from '../../test/support/reading/lines-of-invocation.ts';
import type { Environment } from './config.ts';
import { lambdaHandler } from './lambda-handler.ts';
import { createPowertoolsTelemetry } from './powertools.ts';
import type { Telemetry } from './telemetry.ts';

const NOW = new Date('2026-11-29T01:02:03.004Z');

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function written(work: (telemetry: Telemetry) => void, environment?: Environment) {
  return linesOfInvocation(work, environment).map((line) => JSON.parse(line) as Record<string, unknown>);
}

const namesIn = (line: object | undefined): string[] =>
  [...JSON.stringify(line).matchAll(/"Name":"(\w+)"/g)].map(([, name = '']) => name);

describe('an invocation', () => {
  test('leaves one line: what it says, and its metrics', () => {
    const lines = written((telemetry) => {
      telemetry.count('DeliveryReceived');
      telemetry.count('EventQueued', 2);
      telemetry.measure('EventAge', 7);
      telemetry.info('Delivery queued', { connection: 'main', orderId: undefined, events: 2 });
      telemetry.count('EventQueued');
    });

    expect(lines).toEqual([
      {
        level: 'INFO',
        message: 'Delivery queued',
        timestamp: NOW.toISOString(),
        service: 'adapter',
        connection: 'main',
        events: 2,
        _aws: expect.any(Object) as object,
        DeliveryReceived: 1,
        EventQueued: 3,
        EventAge: 7,
      },
    ]);
    expect(lines.flatMap(faultsOf)).toEqual([]);
    expect(namesIn(lines[0])).toEqual(['DeliveryReceived', 'EventQueued', 'EventAge']);
  });

  test('keeps its metrics apart from a line that a shop made long', () => {
    const lines = written((telemetry) => {
      telemetry.count('DeliveryReceived');
      telemetry.info('Delivery queued', { orderId: '1'.repeat(300_000) });
    });

    expect(lines.map(namesIn)).toEqual([[], ['DeliveryReceived']]);
    expect(lines.slice(1).flatMap(faultsOf)).toEqual([]);
  });

  test('says of its last line when it was said', () => {
    const [line] = written((telemetry) => {
      telemetry.info('Events sent');
      vi.setSystemTime(NOW.getTime() + 900);
    });

    expect(line).toMatchObject({ timestamp: NOW.toISOString() });
  });

  test('writes every line before the next, in order', () => {
    const lines = written((telemetry) => {
      telemetry.count('EventSent');
      telemetry.info('one');
      telemetry.info('two');
      telemetry.warn('three');
      telemetry.info('four');
      telemetry.error('five', { code: 'x' }, new TypeError('a fault of ours'));
    });

    expect(lines.map(({ message }) => message)).toEqual(['one', 'two', 'three', 'four', 'five', undefined]);
    expect(lines[4]).toMatchObject({ level: 'ERROR', code: 'x', error: { name: 'TypeError' } });
    expect(lines[5]).toMatchObject({ service: 'adapter', EventSent: 1 });
    expect(lines.slice(0, 5).flatMap(namesIn)).toEqual([]);
  });

  test('has a counter by reason in its line if the line says the same reason, and else apart', () => {
    const ignored = written((telemetry) => {
      telemetry.info('Delivery ignored', { reason: 'unpaid' });
      telemetry.count('DeliveryReceived');
      telemetry.count('DeliveryIgnored', 1, 'unpaid');
    });
    const sent = written((telemetry) => {
      telemetry.info('Events sent');
      telemetry.count('EventSent');
      telemetry.count('EventUntold', 1, 'edits-off');
    });

    expect(ignored.map(namesIn)).toEqual([['DeliveryReceived', 'DeliveryIgnored']]);
    expect(sent.map(namesIn)).toEqual([['EventSent'], ['EventUntold']]);
    expect(sent[0]).not.toHaveProperty('reason');
    expect([...ignored, ...sent].flatMap(faultsOf)).toEqual([]);
  });

  test('leaves its metrics at a higher level, too', () => {
    vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'WARN');
    const lines = written((telemetry) => {
      telemetry.count('DeliveryReceived');
      telemetry.count('DeliveryIgnored', 1, 'unpaid');
      telemetry.info('Delivery ignored', { reason: 'unpaid' });
    });

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ service: 'adapter', reason: 'unpaid', DeliveryIgnored: 1 });
    expect(lines[0]).not.toHaveProperty('message');
  });

  test('counts what needs a person once more, apart', () => {
    const lines = written((telemetry) => {
      telemetry.count('DeliveryReceived');
      telemetry.error('Delivery parked', { key: 'main/1' });
      telemetry.count('DeliveryParked');
    });

    expect(lines.map(namesIn)).toEqual([[], ['DeliveryReceived', 'DeliveryParked', 'NeedsAttention']]);
    expect(lines[1]).toMatchObject({ reason: 'orders', DeliveryParked: 1, NeedsAttention: 1 });
    expect(lines.slice(1).flatMap(faultsOf)).toEqual([]);
  });

  test('takes the limits of ages from its environment', () => {
    const namesWith = (OLDEST_EVENT_ALARM_MS: string) =>
      written(
        (telemetry) => {
          telemetry.measure('OldestEventAge', 60_000);
        },
        { OLDEST_EVENT_ALARM_MS },
      ).map(namesIn);

    expect(namesWith('60001')).toEqual([['OldestEventAge']]);
    expect(namesWith('60000')).toEqual([['OldestEventAge', 'NeedsAttention']]);
  });

  test('leaves no metrics without a namespace', () => {
    const telemetry = createPowertoolsTelemetry({});
    const captured = captureWritten();
    telemetry.count('EventSent');
    telemetry.info('Events sent');
    telemetry.flush();
    captured.stop();

    expect(captured.lines().map((line) => Object.keys(JSON.parse(line) as object))).toEqual([
      ['level', 'message', 'timestamp', 'service'],
    ]);
  });
});

test('what an invocation counted leaves it even if it throws, and only urgent lines name it', async () => {
  const telemetry = createPowertoolsTelemetry({ POWERTOOLS_METRICS_NAMESPACE: 'adapter' });
  const handler: (event: object, context: Context) => Promise<unknown> = lambdaHandler(telemetry, () => {
    telemetry.count('EventSent');
    telemetry.info('Events sent');
    telemetry.warn('Paused');
    telemetry.info('Going on');
    return Promise.reject(new Error('a fault of ours'));
  });
  const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 1 } as Context;
  const captured = captureWritten();
  const outcome = await handler({}, context).catch((error: unknown) => error);
  captured.stop();

  expect(outcome).toEqual(new Error('a fault of ours'));
  expect(captured.lines().map((line) => JSON.parse(line) as object)).toEqual([
    expect.not.objectContaining({ function_request_id: 'r-1' }),
    expect.objectContaining({ message: 'Paused', function_request_id: 'r-1' }),
    expect.objectContaining({ message: 'Going on', EventSent: 1 }),
  ]);
});
