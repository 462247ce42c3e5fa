import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { recordTerminal } from '../../test/support/doubles/recorded-terminal.ts';
import { ACCESS_OPTIONS } from './access-options.ts';
import { commands } from './commands.ts';
import { HELP_WIDTH } from './help-text.ts';
import { runAdapter } from './run-adapter.ts';
import { VERSION } from './version.ts';

const [, REFERENCE = ''] = readFileSync(new URL('../../docs/reference.md', import.meta.url), 'utf8').split(
  '\n## The command line\n',
);

async function run(...args: readonly string[]) {
  const terminal = recordTerminal({});
  const exitCode = await runAdapter(args, terminal);
  return { exitCode, printed: terminal.printed.join('\n'), complaints: terminal.complaints.join('\n') };
}

describe('the general help', () => {
  test.each([['help'], ['--help'], ['-h']])('is printed for %s: a line for each command', async (word) => {
    const { exitCode, printed, complaints } = await run(word);

    expect([exitCode, complaints]).toEqual([0, '']);
    for (const [name, { does }] of Object.entries(commands)) {
      expect(printed).toMatch(new RegExp(`^  ${name} +${does.replaceAll('.', '\\.')}$`, 'm'));
    }
    expect(Math.max(...printed.split('\n').map((line) => line.length))).toBeLessThanOrEqual(HELP_WIDTH);
  });

  test('is a complaint if no command is given', async () => {
    const { exitCode, printed, complaints } = await run();

    expect([exitCode, printed]).toEqual([2, '']);
    expect(complaints).toContain('Usage: adapter');
  });
});

describe.each(Object.entries(commands))('the help of %s', (name, { command }) => {
  test.each([
    [['help', name]],
    [[name, '--help']],
    [[name, '-h']],
    [[name, 'replay', '--help', '--stage', 'x']],
  ])('is printed for %j', async (args) => {
    const { exitCode, printed, complaints } = await run(...args);

    expect([exitCode, complaints]).toEqual([0, '']);
    expect(printed).toContain(`Usage: adapter ${name}`);
  });

  const { help } = command;
  test('says all that its table has, in lines that fit', async () => {
    const { printed } = await run('help', name);
    const [before = '', behind = ''] = printed.split('\nExamples:\n');

    for (const [option, { value }] of Object.entries(help.options)) {
      expect(before).toContain(`\n  --${option}${value === undefined ? '' : ` ${value}`}`);
    }
    for (const action of Object.keys(help.actions ?? {})) expect(before).toContain(`\n  ${action}`);
    for (const example of help.examples) expect(behind).toContain(`  adapter ${example}\n`);
    expect(behind).toMatch(/^ {2}0 {2}.+$/m);
    expect(Math.max(...before.split('\n').map((line) => line.length))).toBeLessThanOrEqual(HELP_WIDTH);
  });

  test('stands in the reference with its actions and options', () => {
    const row = REFERENCE.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';

    expect(row).toContain(help.does);
    for (const action of Object.keys(help.actions ?? {})) expect(row).toContain(`\`${action}`);
    for (const option of Object.keys(help.options)) {
      if (!Object.hasOwn(ACCESS_OPTIONS, option)) expect(row).toContain(`\`--${option}\``);
    }
  });

  test('names a page that exists', () => {
    const [file = '', anchor] = help.page.split('#');
    const page = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replace(/\s/g, '-'),
    );

    if (anchor !== undefined) expect(anchors).toContain(anchor);
  });

  test('has examples with options that exist', () => {
    for (const example of help.examples) {
      expect(example.split(' ')[0]).toBe(name);
      for (const [, option = ''] of example.matchAll(/ --([a-z-]+)/g)) {
        expect(Object.keys(help.options), example).toContain(option);
      }
    }
  });
});

test.each([['--version'], ['-v'], ['version']])('%s prints the version', async (word) => {
  expect(await run(word)).toMatchObject({ exitCode: 0, printed: VERSION });
});

test('what follows -- asks for no help', async () => {
  expect((await run('transform', '--', '--help')).exitCode).toBe(2);
});

describe('a mistyped word is answered with the likely one', () => {
  test.each([
    [['trnsform'], 'Unknown command: trnsform: did you mean transform?'],
    [['conection'], 'did you mean connection?'],
    [['help', 'dead-leters'], 'did you mean dead-letters?'],
    [['parked', 'lst'], 'parked needs list, show or replay (you wrote "lst"): did you mean list?'],
    [['parked', 'list', '--stge', 'x'], "Unknown option '--stge': did you mean --stage?"],
    [['transform', '--source', 'shopfy', '--topic', 'x'], 'Unknown source: shopfy: did you mean shopify?'],
    [['transform', '--source', 'shopify', '--topic', 'order/paid'], 'did you mean orders/paid?'],
    [['completion', 'bsh'], 'completion needs bash, zsh or fish: did you mean bash?'],
  ])('%j', async (args, complaint) => {
    const { exitCode, complaints } = await run(...args);

    expect(exitCode).toBe(2);
    expect(complaints).toContain(complaint);
  });

  test('an unknown topic lists the known ones', async () => {
    const { complaints } = await run('transform', '--source', 'shopify', '--topic', 'x/y');

    expect(complaints).toMatch(/Unknown topic of shopify: x\/y\nKnown are .*orders\/paid/);
  });
});
