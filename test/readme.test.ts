import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parseConnections } from '../infra/local/connections-file.ts';
import { commands } from '../lib/cli/commands.ts';
import { shellCommandsOf, wordsOf } from './support/reading/shell-commands.ts';

/** The README in each of its languages. The first is the one that the others follow. */
const READMES = ['README.md', 'README.ko.md'] as const;

/** A README that is longer is not read to its end. */
const MOST_LINES = 150;

/** Lines that a translation may be longer or shorter. */
const DIFFERENCE = 10;

const ALIAS = "alias adapter='npm run -s adapter --'";

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const linesOf = (file: string): number => read(file).trimEnd().split('\n').length;
const { scripts, devDependencies } = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  devDependencies: Record<string, string>;
};
const example = JSON.parse(read('connections.example.json')) as Partial<
  Record<string, { source: string; secrets: readonly [string] }>
>;

/** What a command may begin with, and what is wrong with the words behind it. */
const programs: Readonly<Record<string, (words: readonly string[]) => string | undefined>> = {
  npm: (words) => {
    const [verb = '', script = ''] = words;
    if (verb === 'ci') return undefined;
    const name = verb === 'run' ? script : verb;
    if (!Object.hasOwn(scripts, name)) return `package.json has no script ${name}`;
    return undefined;
  },
  curl: wrongWithCurl,
  npx: ([name = '']) => (Object.hasOwn(devDependencies, name) ? undefined : `${name} is not installed`),
  adapter: wrongWithAdapter,
};

function wrongWithAdapter([name = '', ...args]: readonly string[]): string | undefined {
  const found = commands[name];
  if (found === undefined) return name === 'help' ? undefined : `there is no command ${name}`;
  const { options, actions } = found.command.help;
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const missing = Object.keys(options).find((option) => options[option]?.needed && !(option in values));
    if (missing !== undefined) return `--${missing} is missing`;
    const strange = Object.entries(options).find(([option, { values: known }]) => {
      const value = values[option];
      return typeof value === 'string' && known !== undefined && !known.includes(value);
    });
    if (strange !== undefined) return `--${strange[0]} has no such value`;
    const typed = `${positionals.join(' ')} `;
    const isAction = actions === undefined || Object.keys(actions).some((a) => typed.startsWith(`${a} `));
    return isAction ? undefined : `${name} has no such action`;
  } catch (error) {
    return String(error);
  }
}

/** A `curl` of the README posts to the example's connection, and signs with its secret. */
function wrongWithCurl(words: readonly string[]): string | undefined {
  const url = words.find((word) => word.startsWith('http')) ?? '';
  const [, source, id = ''] = /^http:\/\/127\.0\.0\.1:3000\/webhooks\/([\w-]+)\/([\w-]+)$/.exec(url) ?? [];
  const connection = example[id];
  if (connection === undefined || connection.source !== source) return `nothing listens at ${url}`;
  return words.some((word) => word.includes(`-hmac ${connection.secrets[0]} `))
    ? undefined
    : 'it is signed with another secret';
}

/** Returns what is wrong with a command; `undefined` if it can be typed. */
function wrongWith(command: string): string | undefined {
  if (command === ALIAS) return undefined;
  const [program = '', ...words] = wordsOf(command);
  return programs[program]?.(words) ?? (Object.hasOwn(programs, program) ? undefined : `what is ${program}?`);
}

describe.each(READMES)('%s', (file) => {
  test('is short', () => {
    expect(linesOf(file)).toBeLessThanOrEqual(MOST_LINES);
    expect(Math.abs(linesOf(file) - linesOf(READMES[0]))).toBeLessThanOrEqual(DIFFERENCE);
  });

  test('has the same commands as the others', () => {
    expect(shellCommandsOf(read(file))).toEqual(shellCommandsOf(read(READMES[0])));
  });

  test('starts with the two commands that need nothing else', () => {
    expect(shellCommandsOf(read(file)).slice(0, 2)).toEqual(['npm ci', 'npm start']);
    expect(read(file)).toContain('`npm ci && npm test`');
  });

  test('has a connection that works as it stands, with the stand-in for Dfinery', () => {
    const [, connections = ''] = /```json\n([\s\S]*?)```/.exec(read(file)) ?? [];
    const { main } = parseConnections(connections, file);

    // It becomes a header: a letter of Korean in it, or …, is never sent.
    expect(main?.dfinery.accessToken).toMatch(/^[ -~]+$/);
  });

  test.each(shellCommandsOf(read(file)))('%s', (command) => {
    expect(wrongWith(command)).toBeUndefined();
  });
});

describe('commands of the adapter in docs/', () => {
  const pages = globSync('docs/**/*.md', { cwd: fileURLToPath(new URL('..', import.meta.url)) });
  const typed = pages.flatMap((page) =>
    shellCommandsOf(read(page))
      .map((command) => command.split(' | ').at(-1) ?? '')
      .map((command) => command.replace(/^(npm run -s|npx -s) adapter (-- )?/, 'adapter '))
      .filter((command) => command.startsWith('adapter '))
      .map((command) => ({ page, command })),
  );

  test('are many', () => {
    expect(typed.length).toBeGreaterThan(60);
  });

  test.each(typed)('$page: $command', ({ command }) => {
    expect(wrongWith(command)).toBeUndefined();
  });
});

test.each([
  ['adapter sned', 'there is no command sned'],
  ['adapter trace 1 --connecton main', 'Unknown option'],
  ['adapter connection puts main', 'no such action'],
  ['adapter transform --source shopfy --topic orders/paid', '--source has no such value'],
  ['adapter transform --topic orders/paid', '--source is missing'],
  ['npm run strat', 'no script strat'],
  ['npx srvless deploy', 'is not installed'],
  ['yarn install', 'what is yarn?'],
  ['curl -d {} http://127.0.0.1:3000/webhooks/shopify/main', 'nothing listens'],
  ['curl -d {} http://127.0.0.1:3000/webhooks/shopify/example', 'another secret'],
])('a wrong command is found: %s', (command, reason) => {
  expect(wrongWith(command)).toContain(reason);
});
