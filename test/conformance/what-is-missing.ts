import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PayloadError } from '../../lib/model/errors.ts';
import type { Order } from '../../lib/model/order.ts';
import type { Source } from '../../lib/sources/source.ts';
import { readDelivery } from '../../lib/translate/read-delivery.ts';
import type { DeliveryReading } from '../../lib/translate/reading.ts';
import { mappingSettings } from '../support/builders/a-connection.ts';
import { deliveryOf, fixturesOf } from '../support/reading/fixtures.ts';
import { listedPlatforms } from './listed-platforms.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A mark of the template: `TO DO 10: How does the platform sign?` */
const MARK = /TO DO (\d+): (.+?)(?: \|)?$/;

type Reading = DeliveryReading | 'invalid';

/** What the fixtures of every source show, in the words of what to write. */
const traits: readonly { readonly missing: string; readonly isShownBy: (reading: Reading) => boolean }[] = [
  {
    missing: 'an order of a member, who has an id',
    isShownBy: inOrder(({ customer }) => customer.id !== undefined),
  },
  {
    missing: 'an order of a guest: no customer’s id, but an e-mail address or a phone number',
    isShownBy: inOrder(({ customer }) => customer.id === undefined),
  },
  { missing: 'an order that is no purchase yet: ignored as unpaid', isShownBy: isUnpaid },
  {
    missing: 'an order with a discount',
    isShownBy: inOrder(({ totalDiscount }) => Number(totalDiscount) > 0),
  },
  {
    missing: 'an order with a delivery charge',
    isShownBy: inOrder(({ deliveryCharge }) => Number(deliveryCharge) > 0),
  },
  {
    missing: 'an order in a currency with decimals, with an odd amount',
    isShownBy: inOrder(({ total }) => total.includes('.')),
  },
  {
    missing: 'an order of which something was paid back',
    isShownBy: inOrder(({ refunds = [] }) => refunds.length > 0),
  },
  {
    missing: 'a broken order: a field that is needed is missing or wrong, so it is parked',
    isShownBy: (reading) => reading === 'invalid',
  },
];

/** Returns what a source lacks, in the order of the work and in plain words. Empty if it is whole. */
export function whatIsMissing(source: Source): string[] {
  return [...marksOf(source), ...traitsOf(source), ...leftBy(source), ...testsOf(source), ...pagesOf(source)];
}

/** The marks of the template that are still there. */
function marksOf({ id, name }: Source): string[] {
  const files = globSync([`lib/sources/${id}/**/*.{ts,md}`, `docs/sources/${id}.md`], { cwd: ROOT });
  const found = files.flatMap((file) => marksIn(file, read(file).split('\n')));
  const rows = read('docs/mapping.md')
    .split('\n')
    .filter((line) => line.startsWith(`| ${name} `));
  return [...found, ...marksIn('docs/mapping.md', rows)]
    .toSorted((a, b) => a.place - b.place)
    .map(({ file, text }) => `${file}: ${text}`);
}

function marksIn(file: string, lines: readonly string[]) {
  return lines.flatMap((line) => {
    const [, place = '', text = ''] = MARK.exec(line) ?? [];
    return text === '' ? [] : [{ file, text, place: Number(place) }];
  });
}

function traitsOf(source: Source): string[] {
  const readings = fixturesOf(source).map((fixture) => readingOf(source, fixture));
  return traits
    .filter(({ isShownBy }) => !readings.some(isShownBy))
    .map(({ missing }) => `lib/sources/${source.id}/__fixtures__/ has no fixture of ${missing}`);
}

function readingOf(source: Source, fixture: Parameters<typeof deliveryOf>[0]): Reading {
  try {
    return readDelivery(source, deliveryOf(fixture), { settings: mappingSettings({ source: source.id }) });
  } catch (error) {
    if (error instanceof PayloadError) return 'invalid';
    throw error;
  }
}

/** A fixture that was renamed or deleted leaves its golden files behind. */
function leftBy(source: Source): string[] {
  const folder = `lib/sources/${source.id}/__fixtures__`;
  const names = new Set(fixturesOf(source).map(({ name }) => name));
  return globSync(`${folder}/*.{reading,purchase}.json`, { cwd: ROOT })
    .filter((file) => !names.has(basename(file).replace(/\.(reading|purchase)\.json$/, '')))
    .map((file) => `${file} is the golden file of no fixture: delete it`);
}

function testsOf({ id, api, listing }: Source): string[] {
  const isListed = listedPlatforms.some(({ source }) => source.id === id);
  return [
    ...needed(
      `lib/sources/${id}/read-order.test.ts`,
      'the figures of one or two fixtures, worked out by hand',
    ),
    ...(api === undefined
      ? []
      : needed(`lib/sources/${id}/api.test.ts`, 'what is asked, and what an answer means')),
    ...(listing === undefined || isListed
      ? []
      : [
          `test/conformance/listed-platforms.ts has no row for ${id}: write a stand-in of its shop in test/support/doubles/, and add it there`,
        ]),
  ];
}

function pagesOf({ id, name, sendsWebhooks }: Source): string[] {
  return [
    ...needed(`docs/sources/${id}.md`, 'the page of the platform'),
    ...['README.md', 'CHANGELOG.md']
      .filter((page) => !read(page).includes(name))
      .map((page) => `${page} does not name ${name}`),
    ...(sendsWebhooks === false && !read('docs/mapping.md').includes(`| ${name} |`)
      ? [`docs/mapping.md, "Every topic", has no row | ${name} |`]
      : []),
  ];
}

function needed(file: string, holds: string): string[] {
  return existsSync(join(ROOT, file)) ? [] : [`${file} is missing: ${holds}`];
}

function inOrder(holds: (order: Order) => boolean): (reading: Reading) => boolean {
  return (reading) => typeof reading === 'object' && reading.kind === 'order' && holds(reading.order);
}

function isUnpaid(reading: Reading): boolean {
  return typeof reading === 'object' && reading.kind === 'ignored' && reading.reason === 'unpaid';
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
