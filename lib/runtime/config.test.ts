import { describe, expect, test } from 'vitest';
import { ConfigError } from '../model/errors.ts';
import { readDrainConfig, readEraseConfig, readLocalConfig, readReceiverConfig } from './config.ts';

const receiver = {
  EVENTS_QUEUE_URL: 'https://sqs.ap-northeast-2.amazonaws.com/000000000000/events',
  FETCHES_QUEUE_URL: 'https://sqs.ap-northeast-2.amazonaws.com/000000000000/fetches',
  ERASURES_QUEUE_URL: 'https://sqs.ap-northeast-2.amazonaws.com/000000000000/erasures',
  PARKED_BUCKET: 'parked',
  CONNECTIONS_PATH: '/adapter/prod/connections',
  LEDGER_TABLE: 'ledger',
};
const drain = {
  EVENTS_QUEUE_URL: receiver.EVENTS_QUEUE_URL,
  DEAD_LETTER_QUEUE_URL: 'https://sqs.ap-northeast-2.amazonaws.com/000000000000/events-dead-letter',
  CONNECTIONS_PATH: receiver.CONNECTIONS_PATH,
  LEDGER_TABLE: 'ledger',
  ERASURES_TABLE: 'erasures',
  ERASURE_KEY_PARAMETER: '/adapter/prod/erasure-key',
};

test('by default the drain waits for an unavailable ledger, and backs off from 10 seconds to 20 minutes', () => {
  expect(readDrainConfig(drain)).toMatchObject({
    LEDGER_OUTAGE: 'wait',
    BACK_OFF_SECONDS: 10,
    MAX_BACK_OFF_SECONDS: 1200,
  });
  expect(readDrainConfig({ ...drain, LEDGER_OUTAGE: 'deliver' }).LEDGER_OUTAGE).toBe('deliver');
});

test.each([
  ['LEDGER_OUTAGE', 'drop'],
  ['BACK_OFF_SECONDS', '-1'],
  ['MAX_BACK_OFF_SECONDS', '1e9'],
])('the drain does not start with %s=%s', (name, value) => {
  expect(() => readDrainConfig({ ...drain, [name]: value })).toThrow(ConfigError);
});

test('the erasing function waits longer than any other function runs', () => {
  const { EVENTS_QUEUE_URL: _, DEAD_LETTER_QUEUE_URL: __, ...shared } = drain;
  const config = readEraseConfig({
    ...shared,
    ERASURES_QUEUE_URL: receiver.ERASURES_QUEUE_URL,
    ERASURES_DEAD_LETTER_QUEUE_URL: receiver.ERASURES_QUEUE_URL,
    PARKED_BUCKET: receiver.PARKED_BUCKET,
  });

  expect(config.STAND_DOWN_SECONDS).toBe(150);
});

test('the receiver reads what it needs', () => {
  expect(readReceiverConfig({ ...receiver, OTHER: 'ignored' })).toEqual(receiver);
});

test('every missing or wrong variable is named at once, without its value', () => {
  expect(() => readReceiverConfig({ PARKED_BUCKET: '', CONNECTIONS_PATH: 'no-path' })).toThrow(
    new ConfigError('Environment variables are missing or wrong', [
      { path: 'EVENTS_QUEUE_URL', message: 'missing' },
      { path: 'FETCHES_QUEUE_URL', message: 'missing' },
      { path: 'ERASURES_QUEUE_URL', message: 'missing' },
      { path: 'PARKED_BUCKET', message: 'is empty' },
      { path: 'CONNECTIONS_PATH', message: 'is not a parameter path such as /service/stage' },
      { path: 'LEDGER_TABLE', message: 'missing' },
    ]),
  );
});

describe('the address that events are sent to', () => {
  test('is Dfinery by default', () => {
    expect(readDrainConfig(drain).DFINERY_BASE_URL.href).toBe('https://openapi.dfinery.ai/');
  });

  test.each(['https://example.com', 'http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000'])(
    'may be %s',
    (url) => {
      expect(readDrainConfig({ ...drain, DFINERY_BASE_URL: url }).DFINERY_BASE_URL.origin).toBe(url);
    },
  );

  test.each([
    'http://example.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'ftp://127.0.0.1',
    'https://example.com/path',
    'https://example.com?query=1',
    'https://user@example.com',
    'example.com',
    '',
  ])('must not be %j', (url) => {
    expect(() => readDrainConfig({ ...drain, DFINERY_BASE_URL: url })).toThrow(/DFINERY_BASE_URL/);
  });
});

test.each([
  [undefined, 3000],
  ['0', 0],
  ['65535', 65_535],
])('PORT %s is %i', (text, port) => {
  expect(readLocalConfig({ PORT: text }).PORT).toBe(port);
});

test.each(['-1', '65536', 'http', '', '3000.5'])('PORT %j is refused', (text) => {
  expect(() => readLocalConfig({ PORT: text })).toThrow(/PORT/);
});
