import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { recordTerminal } from '../../test/support/doubles/recorded-terminal.ts';
import { commands } from './commands.ts';
import { runAdapter } from './run-adapter.ts';

async function scriptOf(shell: string): Promise<string> {
  const terminal = recordTerminal({});
  expect(await runAdapter(['completion', shell], terminal)).toBe(0);
  return terminal.printed.join('\n');
}

/** Asks bash what it offers for the last of the words. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const script = `${await scriptOf('bash')}
COMP_WORDS=(adapter "$@"); COMP_CWORD=$#; _adapter; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await promisify(execFile)('bash', ['-c', script, 'bash', ...words]);
  return stdout.split('\n').filter((line) => line !== '');
}

describe('bash completes', () => {
  test('the commands', async () => {
    expect(await offered('')).toEqual(['help', ...Object.keys(commands)]);
    expect(await offered('par')).toEqual(['parked']);
  });

  test('the actions of a command, of one without a table too', async () => {
    expect(await offered('parked', '')).toEqual(['list', 'show', 'replay']);
    expect(await offered('completion', 'f')).toEqual(['fish']);
    expect(await offered('help', 'tran')).toEqual(['transform']);
    expect(await offered('connection', '')).toEqual(expect.arrayContaining(['get', 'list', 'check']));
  });

  test('the options of a command, of one without a table too', async () => {
    expect(await offered('parked', 'replay', '--d')).toEqual(['--dry-run']);
    expect(await offered('doctor', '--st')).toEqual(['--stage']);
  });

  test('the values of an option that has a list', async () => {
    expect(await offered('transform', '--source', 'st')).toEqual(['standard-webhooks', 'stripe-checkout']);
  });
});

test('zsh gets the same by way of bashcompinit', async () => {
  expect(await scriptOf('zsh')).toMatch(/^autoload -U \+X bashcompinit && bashcompinit\n_adapter\(\) \{/);
});

test('fish gets a line for each word', async () => {
  const lines = (await scriptOf('fish')).split('\n');

  expect(lines).toContain('complete -c adapter -n __fish_use_subcommand -a parked');
  expect(lines).toContain('complete -c adapter -n "__fish_seen_subcommand_from parked" -a replay');
  expect(lines).toContain('complete -c adapter -n "__fish_seen_subcommand_from parked" -l dry-run');
});
