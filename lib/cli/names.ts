import type { ShopConnection } from '../model/connection.ts';
import { ConfigError } from '../model/errors.ts';
import { findSource } from '../sources/all-sources.ts';
import { eventsToRegister } from '../sources/events-to-register.ts';
import type { Source } from '../sources/source.ts';
import type { StoredConnection } from '../stores/connections/stored-connections.ts';
import { namesNeverSent, type SentName, sentNames } from '../translate/sent-names.ts';
import type { Command } from './command.ts';
import type { CommandHelp } from './command-help.ts';
import { exitCodes } from './exit-codes.ts';
import { ACCESS_OPTIONS, openConnections } from './operator-access.ts';
import { parseOptions, refuseMore } from './parse-options.ts';
import { type Column, createResults, JSON_OPTION } from './print-results.ts';

const options = {
  connection: { type: 'string', value: 'C', means: 'only of this connection', otherwise: 'all' },
  json: JSON_OPTION,
  ...ACCESS_OPTIONS,
} as const satisfies CommandHelp['options'];

const help = {
  does: 'Lists the events and properties to register and link in the Dfinery console. Asks nothing of Dfinery.',
  options,
  examples: ['names --connection main --stage prod', 'names --json --stage prod'],
  exits: { invalidInput: 'the connection is unknown' },
  page: 'docs/dfinery-console.md',
} as const satisfies CommandHelp;

/** Lists what has to be registered and linked in the Dfinery console. Nothing is asked of Dfinery. */
export const names: Command = {
  help,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, options);
    refuseMore(positionals);
    using access = await openConnections(values, terminal);
    const all = [...(await access.connections().list()).values()];
    const asked = all.filter(({ id }) => values.connection === undefined || id === values.connection);
    if (asked.length === 0 && values.connection !== undefined) {
      throw new ConfigError(`Unknown connection: ${values.connection}`);
    }
    const empty = 'No connection sends anything.';
    const results = createResults<Listed>(terminal, { json: values.json, columns, empty });
    for (const connection of asked.flatMap(toShopConnection)) {
      const source = findSource(connection.source);
      if (source === undefined) throw new ConfigError(`${connection.id} is of no known source`);
      listedOf(source, connection).forEach(results.add);
      for (const line of neverSentLines(source, connection)) terminal.complain(line);
    }
    results.end();
    if (values.json !== true) terminal.complain(WARNING);
    return exitCodes.done;
  },
};

/**
 * Dfinery's guides can be read in two ways: an event is dropped if any linked property is missing, or only if one that is
 * marked as required is.
 * @see https://docs.dfinery.ai/developer-guide/en/undefined-1/web/event (read 2026-11-28)
 */
const WARNING = `
Register each event and property, and link each property to its event. Link no other: a linked property that never comes may
drop every event. Of "sometimes" Dfinery's guides say two things: a linked property that is missing drops the event, or only
one that is marked as required. Link those without "required", and look at the first events.`;

/** A connection without the receiver's part sends nothing. */
function toShopConnection({ id, shop }: StoredConnection): ShopConnection[] {
  return shop === undefined ? [] : [{ ...shop, id, shop: shop.shop ?? id }];
}

type Listed =
  | { readonly connection: string; readonly event: string }
  | ({ readonly connection: string } & SentName);

function listedOf(source: Source, connection: ShopConnection): Listed[] {
  const { id } = connection;
  return [
    ...eventsToRegister(source, connection).map((event) => ({ connection: id, event })),
    ...sentNames(source, connection).map((property) => ({ connection: id, ...property })),
  ];
}

const columns: readonly Column<Listed>[] = [
  { title: 'connection', of: ({ connection }) => connection },
  { title: 'of', of: (listed) => ('event' in listed ? 'event' : placeOf(listed.scope)) },
  { title: 'name', of: (listed) => ('event' in listed ? listed.event : listed.name) },
  { title: 'type', of: (listed) => ('event' in listed ? undefined : listed.type) },
  {
    title: 'sent',
    of: (listed) => ('event' in listed ? undefined : listed.isAlwaysSent ? 'always' : 'sometimes'),
  },
];

function neverSentLines(source: Source, connection: ShopConnection): string[] {
  return namesNeverSent(source, connection).map(
    ({ scope, name }) =>
      `${connection.id}: ${source.id} never gives ${name} (${placeOf(scope)}): do not link it`,
  );
}

function placeOf(scope: SentName['scope']): string {
  if (scope.kind === 'user') return 'user';
  return scope.kind === 'item' ? `item of ${scope.event}` : `event ${scope.event}`;
}
