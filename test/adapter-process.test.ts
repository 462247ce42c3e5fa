import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const ADAPTER = fileURLToPath(new URL('../lib/cli/adapter.ts', import.meta.url));

test('a pipe that closes early ends a command quietly', async () => {
  // A subshell, because its exit code is the one of the command before the pipe.
  const script = '(node "$0" --help; echo "exit $?" >&2) | true';
  const { stderr } = await promisify(execFile)('sh', ['-c', script, ADAPTER]);

  expect(stderr).toBe('exit 0\n');
});
