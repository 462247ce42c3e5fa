import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../lib/cli/exit-codes.ts';
import { metrics } from '../lib/runtime/telemetry.ts';
import { ORDER_TOPIC } from '../lib/sources/cafe24/topic.ts';
import { sources } from '../lib/sources/registry.ts';
import type { Source } from '../lib/sources/source.ts';

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const README = read('README.md');
const RUNBOOK = read('docs/runbook.md');
const REFERENCE = read('docs/reference.md');
const OPERATIONS = [README, RUNBOOK, REFERENCE].join('\n');

/** Returns the anchors of a page, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

test('every alarm’s page of the runbook exists', () => {
  const pages = [...read('infra/alarms.yml').matchAll(/runbook\.md#([\w-]+)$/gm)].map(
    ([, page = '']) => page,
  );

  expect(pages.length).toBeGreaterThan(10);
  expect(anchorsOf(RUNBOOK)).toEqual(expect.arrayContaining(pages));
});

test('the reference names every metric and what it counts', () => {
  for (const [name, meaning] of Object.entries(metrics)) {
    expect(OPERATIONS).toContain(`| \`${name}\` | ${meaning} |`);
  }
});

test('every parameter of the deployment stands in the reference with its default', () => {
  const block = /params:\n {2}default:\n((?: {4}.*\n)+)/.exec(read('serverless.yml'))?.[1] ?? '';
  const parameters = [...block.matchAll(/^ {4}(\w+): (.+)$/gm)].map(([, name = '', value = '']) => ({
    name,
    value,
  }));

  expect(parameters.length).toBeGreaterThan(8);
  for (const { name, value } of parameters) {
    const row = REFERENCE.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${name}\``));
    expect(row, name).toBeDefined();
    expect(row, name).toContain(value === "''" ? 'none' : `\`${value}\``);
  }
});

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
  const platforms = { cafe24: 'Cafe24', shopify: 'Shopify', woocommerce: 'WooCommerce' };
  for (const source of Object.values<Source>(sources)) {
    const platform = Object.hasOwn(platforms, source.id)
      ? platforms[source.id as 'shopify']
      : 'Standard Webhooks';
    for (const topic of Object.keys(source.topics)) {
      // Not a webhook of Cafe24, but an order that was fetched.
      if (topic === ORDER_TOPIC) continue;
      const row = rows.find((line) => line.startsWith(`| ${platform}`) && line.includes(`\`${topic}\``));
      expect(row, `${platform} ${topic}`).toBeDefined();
    }
  }
});

test('the README names every exit code', () => {
  const rows = /\| exit code \|(.+)\|/.exec(README)?.[1] ?? '';

  for (const code of Object.values(exitCodes)) expect(rows).toContain(` ${code} `);
});

test('every link within the documentation works', () => {
  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    'docs/architecture.md',
    'docs/connections.md',
    'docs/cost.md',
    'docs/mapping.md',
    'docs/performance.md',
    'docs/runbook.md',
    'docs/reference.md',
    'docs/privacy.md',
    'docs/adding-a-source.md',
    'docs/sources/standard-webhooks.md',
  ];
  for (const page of pages) {
    const links = [...read(page).matchAll(/\]\(((?!https?:)[^)]+)\)/g)].map(([, link = '']) => link);
    for (const link of links) {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : new URL(file, `file:///${page}`).pathname.slice(1);
      const text = read(target);
      if (anchor !== undefined) expect(anchorsOf(text), `${page} → ${link}`).toContain(anchor);
    }
  }
});
