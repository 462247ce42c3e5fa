import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sources } from '../lib/sources/all-sources.ts';
import { eventsToRegister } from '../lib/sources/events-to-register.ts';
import type { Source } from '../lib/sources/source.ts';
import { sentNames } from '../lib/translate/sent-names.ts';
import { aShopConnection } from './support/builders/a-connection.ts';

const page = readFileSync(new URL('../docs/dfinery-console.md', import.meta.url), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| `df_') || line.startsWith('| users '));

/** The heading of a row says whose names it has. `the same` stands for the items of the first row. */
function rowOf(name: string): string {
  const row = rows.find((line) => line.startsWith(`| \`${name}\` `) || line.startsWith(`| ${name} `)) ?? '';
  const items = rows[0]?.split(' | ').at(-1) ?? '';
  return row.replace('the same', items);
}

test.each(Object.values<Source>(sources))(
  'the page of the console has every name that $id sends',
  (source) => {
    const connection = aShopConnection({ profiles: 'send', carts: 'send' });
    const events = eventsToRegister(source, connection);
    const names = sentNames(source, connection);

    expect(events.length).toBeGreaterThan(1);
    for (const event of events) expect(rowOf(event), event).not.toBe('');
    for (const { name, type, scope } of names) {
      const row = rowOf(scope.kind === 'user' ? 'users' : scope.event);
      // Names of one type stand in a row, and the type after the last of them.
      expect(row).toMatch(new RegExp(`\`${name}\`(?:, \`\\w+\`)* ${type}\\b`));
    }
  },
);
