import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { paneNames } from '../lib/cli/console/page/state/read-route.ts';
import { texts } from '../lib/cli/console/page/words/texts.ts';

const root = new URL('../', import.meta.url).pathname;
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const koreanPages = globSync(['README.ko.md', 'docs/**/*.ko.md'], { cwd: root });

interface Page {
  /** The `#` signs of each heading. */
  readonly levels: readonly string[];
  readonly codeBlocks: readonly string[];
  /** The names in code of each row of each table, sorted. */
  readonly tables: readonly (readonly (readonly string[])[])[];
  /** The text outside of code blocks. */
  readonly prose: string;
}

function readPage(file: string): Page {
  const text = read(file);
  const block = /^ *```\w*\n[\s\S]*?^ *```$/gm;
  const prose = text.replace(block, '');
  return {
    levels: [...prose.matchAll(/^(#+) /gm)].map(([, level = '']) => level),
    codeBlocks: [...text.matchAll(block)].map(([code]) => withoutPlaceholders(code)),
    tables: [...prose.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) => table.trimEnd().split('\n').map(namesIn)),
    prose,
  };
}

function namesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name))].sort();
}

/**
 * A text of letters and spaces stands for a value of the reader's own, so each language has its own words for it, as for
 * the comments behind commands.
 */
function withoutPlaceholders(code: string): string {
  return code.replace(/ +# .*$/gm, '').replace(/"(?=[^"]*[ 가-힣])[A-Za-z가-힣 ]+"/g, '"…"');
}

/** Returns the anchors of a page in any language, as GitHub makes them. */
function anchorsOf(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\s-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

/** Returns the links within the project. */
function linksOf(file: string): string[] {
  return [...read(file).matchAll(/\]\(((?!https?:)[^)]+)\)/g)].map(([, link = '']) => link);
}

test('there are Korean pages', () => {
  expect(koreanPages.length).toBeGreaterThan(2);
});

describe.each(koreanPages)('%s', (file) => {
  const english = file.replace(/\.ko\.md$/, '.md');
  const korean = readPage(file);

  test('has the headings of the English page', () => {
    expect(korean.levels).toEqual(readPage(english).levels);
  });

  test('has the same commands and files to copy', () => {
    expect(korean.codeBlocks).toEqual(readPage(english).codeBlocks);
  });

  test('has the rows of each table, with the same names in code', () => {
    expect(korean.tables).toEqual(readPage(english).tables);
  });

  test('has no name in code that the English page lacks', () => {
    const original = read(english);
    const names = namesIn(korean.prose);

    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !original.includes(name))).toEqual([]);
  });

  test.each([file, english])('has links that work: %s', (page) => {
    for (const link of linksOf(page)) {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      expect(existsSync(join(root, target)), link).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(target), link).toContain(anchor);
    }
  });

  test('has a link to and from the English page', () => {
    expect(linksOf(file)).toContain(english.split('/').at(-1));
    expect(linksOf(english)).toContain(file.split('/').at(-1));
  });
});

describe.each([
  ['en', 'docs/console.md', 'README.md'],
  ['ko', 'docs/console.ko.md', 'README.ko.md'],
] as const)('what the console is called: %s', (language, page, readme) => {
  test('the page names its panes, in their order', () => {
    const [, ...rows] = [...read(page).matchAll(/^\| ([^|]+?) \|/gm)].map(([, name = '']) => name);

    expect(rows).toEqual(paneNames.map((name) => texts[name][language]));
  });

  test('the README names what is on the page', () => {
    const names = (['live', 'send', 'signature', 'whyRefused', 'typedSecret'] as const).map(
      (name) => texts[name][language],
    );

    for (const name of names) expect(read(readme)).toContain(`**${name}**`);
  });
});
