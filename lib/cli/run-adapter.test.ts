import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recordTerminal } from '../../test/support/doubles/recorded-terminal.ts';
import { runAdapter } from './run-adapter.ts';

beforeEach(() => {
  // No credentials anywhere: neither variables, nor files, nor the metadata service of a machine at AWS.
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE'])
    vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere/config')
    .stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere/credentials')
    .stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  [['connection', 'list', '--stage', 'prod']],
  [['parked', 'list', '--stage', 'prod']],
  [['poll', 'status', '--stage', 'prod']],
])('%j without credentials says so in one line', async (args) => {
  const terminal = recordTerminal({});
  const exitCode = await runAdapter(args, terminal);

  expect([exitCode, terminal.complaints]).toEqual([
    5,
    ['No AWS credentials: set AWS_PROFILE, or run aws sso login'],
  ]);
});

test('DEBUG=1 adds the stack', async () => {
  const terminal = recordTerminal({}, { DEBUG: '1' });
  await runAdapter(['connection', 'list', '--stage', 'prod'], terminal);

  expect(terminal.complaints.join('\n')).toMatch(/^CredentialsProviderError.*\n +at /m);
});

test('an unexpected error is one line, and says how to see more', async () => {
  const terminal = recordTerminal({});
  const broken = {
    ...terminal,
    read: () => Promise.reject(new Error('it broke\nwith more', { cause: new Error('the disk') })),
  };
  const args = ['transform', '--source', 'shopify', '--topic', 'orders/paid'];

  expect(await runAdapter(args, broken)).toBe(5);
  expect(terminal.complaints).toEqual(['it broke: the disk', 'DEBUG=1 shows where it happened.']);
});

test('a word of Object is no command', async () => {
  expect(await runAdapter(['toString'], recordTerminal({}))).toBe(2);
});
