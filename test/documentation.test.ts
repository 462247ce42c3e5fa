import { existsSync, globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { essential } from '../infra/alarms/essential.ts';
import { full } from '../infra/alarms/full.ts';
import { parameterChecks } from '../infra/parameter-rules.js';
import { exitCodes } from '../lib/cli/exit-codes.ts';
import { runAdapter } from '../lib/cli/run-adapter.ts';
import { metrics } from '../lib/runtime/telemetry.ts';
import { sources } from '../lib/sources/all-sources.ts';
import type { Source } from '../lib/sources/source.ts';
import { oddities } from '../lib/translate/oddity.ts';
import { recordTerminal } from './support/doubles/recorded-terminal.ts';
import { defaultParameters } from './support/reading/default-parameters.ts';
import { templateRules } from './support/reading/template-rules.ts';

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const README = read('README.md');
const RUNBOOK = read('docs/runbook.md');
const REFERENCE = read('docs/reference.md');
const OPERATIONS = [README, RUNBOOK, REFERENCE].join('\n');

const LONGEST_LINE = 150;

const TOP_PAGES = ['README.md', 'README.ko.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'];

/** Returns all pages below docs/, in every language. */
function pagesOfDocs(): string[] {
  return globSync('docs/**/*.md', { cwd: fileURLToPath(new URL('..', import.meta.url)) });
}

/** Returns the anchors of a page, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}_\s-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

/** Returns the names of the tests of a file and of their groups, as they are written there. Skipped ones do not count. */
function testNamesOf(file: string): string[] {
  const firstArguments = /(?:\b(?:test|describe)(?:\.(?!skip|todo)\w+)*|\))\(\s*(['"`])((?:(?!\1).)+)\1,/g;
  const names = [...read(file).matchAll(firstArguments)].map(([, , name = '']) => name);
  return file === 'test/template.test.ts' ? [...names, ...Object.keys(templateRules)] : names;
}

/** Says if a name fits a name in a file, where `%s` and `$name` stand for anything. Such a sign alone names nothing. */
function fitsName(name: string, written: string): boolean {
  const parts = written.split(/%[a-z#]|\$\w+/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return parts.join('').trim() !== '' && new RegExp(`^${parts.join('.+')}$`).test(name);
}

describe.each(Object.entries({ essential, full }))('every alarm of %s', (_, alarms) => {
  test('names a page of the runbook that exists', () => {
    const pages = Object.values(alarms).map(({ page }) => page);

    expect(pages.length).toBeGreaterThan(5);
    expect(anchorsOf(RUNBOOK)).toEqual(expect.arrayContaining(pages));
  });

  test('names a command that exists', async () => {
    for (const { says, type } of Object.values(alarms)) {
      expect(type, says).not.toEqual([]);
      for (const command of type) {
        const [name = ''] = command.split(' ');
        const terminal = recordTerminal({});
        expect(await runAdapter([name, '--no-such-option'], terminal)).toBe(exitCodes.wrongUsage);
        expect(terminal.complaints.join(), says).not.toContain('Unknown command');
      }
    }
  });
});

test('the reference names every metric and every oddity, and what each counts', () => {
  for (const [name, meaning] of [...Object.entries(metrics), ...Object.entries(oddities)]) {
    expect(OPERATIONS).toContain(`| \`${name}\` | ${meaning} |`);
  }
});

test('every parameter of the deployment stands in the reference with its default', () => {
  const parameters = Object.entries(defaultParameters());

  expect(parameters.length).toBeGreaterThan(8);
  for (const [name, value] of parameters) {
    const row = REFERENCE.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${name}\``));
    expect(row, name).toBeDefined();
    expect(row, name).toContain(value === '' ? 'none' : `\`${value}\``);
  }
});

test.each(Object.entries(parameterChecks))(
  'the reference says what %s has to be',
  (name, { expected, accepts }) => {
    const row = REFERENCE.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
    const words = expected.split(/, | or /);
    const [, least, most] = /from (\d+) to (\d+)/.exec(expected) ?? [];

    if (words.every(accepts)) for (const word of words) expect(row).toContain(`\`${word}\``);
    if (least !== undefined) expect(row).toContain(`${least} to ${most}`);
    expect(row).not.toBe('');
  },
);

describe('the reference names every environment variable', () => {
  test('that the configuration reads', () => {
    const names = [...read('lib/runtime/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(
      ([, name = '']) => name,
    );

    expect(names.length).toBeGreaterThan(8);
    for (const name of names) expect(OPERATIONS).toContain(`\`${name}\``);
  });

  test('that the deployment sets', () => {
    const names = [...read('serverless.yml').matchAll(/^ +([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name);

    expect(names.length).toBeGreaterThan(8);
    for (const name of names) expect(OPERATIONS).toContain(`\`${name}\``);
  });
});

test('the table of all topics names every topic of a source', () => {
  const [, section = ''] = /## Every topic\n([\s\S]+?)\n## /.exec(read('docs/mapping.md')) ?? [];
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  for (const { id, name, topics } of Object.values<Source>(sources)) {
    for (const [topic, row] of Object.entries(topics)) {
      // No webhook, but an order that was fetched.
      if (row.about === 'order' && row.isOurs) continue;
      const found = rows.some((line) => line.startsWith(`| ${name}`) && line.includes(`\`${topic}\``));
      expect(found, `docs/mapping.md, "Every topic", has no row | ${name} | with \`${topic}\` of ${id}`).toBe(
        true,
      );
    }
  }
});

test('the reference names every exit code', () => {
  const rows = /\| exit code \|(.+)\|/.exec(REFERENCE)?.[1] ?? '';

  for (const code of Object.values(exitCodes)) expect(rows).toContain(` ${code} `);
});

describe('the page of guarantees', () => {
  const page = read('docs/guarantees.md');
  const named = [...page.matchAll(/`([\w./-]+\.test\.ts)` · `([^`]+)`/g)];

  test('names tests that exist, by file and name', () => {
    expect(named.length).toBeGreaterThan(50);
    // A file without the name of a test would not be checked.
    expect(page.match(/\.test\.ts`/g)).toHaveLength(named.length);
    for (const [both, file = '', name = ''] of named) {
      const names = testNamesOf(file);
      for (const part of name.split(' › ')) {
        expect(
          names.some((written) => fitsName(part, written)),
          both,
        ).toBe(true);
      }
    }
  });

  test('names files that exist', () => {
    const files = [...page.matchAll(/`((?:lib|infra|test)\/[\w./-]+)`/g)].map(([, file = '']) => file);

    expect(files.length).toBeGreaterThan(named.length);
    expect(files.filter((file) => !existsSync(new URL(`../${file}`, import.meta.url)))).toEqual([]);
  });

  test('has a test for each promise', () => {
    const [promises = '', tests = ''] = page.split('\n## Which test shows it\n');
    const titles = [...promises.matchAll(/^\| \*\*(.+?)\*\* \|/gm)].map(([, title = '']) => title);

    expect(titles.length).toBeGreaterThan(10);
    for (const title of titles) expect(tests).toContain(`\n| ${title} | \``);
  });
});

/** A page of the documentation and its lines that are too long to be read in a diff. Tables, code and addresses do not count. */
function longLinesOf(page: string): string[] {
  const prose = read(page).replace(/^ *```[\s\S]*?^ *```$/gm, (block) => block.replace(/.+/g, ''));
  return prose.split('\n').flatMap((line, index) => {
    const isLong = !/^ *\|/.test(line) && line.replace(/https?:\/\/[^\s)]+/g, '').length > LONGEST_LINE;
    return isLong ? [`${page}:${index + 1}`] : [];
  });
}

test(`no line of prose has more than ${LONGEST_LINE} characters`, () => {
  const pages = pagesOfDocs();

  expect(pages.length).toBeGreaterThan(50);
  expect([...TOP_PAGES, ...pages].flatMap(longLinesOf)).toEqual([]);
});

test('no page holds both sides of a merge, or a paragraph twice', () => {
  for (const page of [...TOP_PAGES, ...pagesOfDocs()]) {
    const text = read(page);
    const paragraphs = text.split('\n\n').filter(({ length }) => length > LONGEST_LINE);

    expect(text, page).not.toMatch(/^(<{7}|={7}|>{7})( |$)/m);
    expect(new Set(paragraphs).size, page).toBe(paragraphs.length);
  }
});

test('every link within the documentation works', () => {
  for (const page of [...TOP_PAGES, ...pagesOfDocs()]) {
    const links = [...read(page).matchAll(/\]\(((?!https?:)[^)]+)\)/g)].map(([, link = '']) => link);
    for (const link of links) {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : new URL(file, `file:///${page}`).pathname.slice(1);
      const text = read(target);
      if (anchor !== undefined) expect(anchorsOf(text), `${page} → ${link}`).toContain(anchor);
    }
  }
});
