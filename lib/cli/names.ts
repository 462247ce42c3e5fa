import type { ShopConnection } from '../model/connection.ts';
import { ConfigError } from '../model/errors.ts';
import { eventsToRegister } from '../sources/events-to-register.ts';
import type { StoredConnection } from '../stores/connections/stored-connections.ts';
import { namesNeverSent, type SentName, sentNames } from '../translate/sent-names.ts';
import type { Command } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, openConnections } from './operator-access.ts';
import { FLAG, parseOptions, refuseMore, TEXT } from './parse-options.ts';

/** Lists what has to be registered and linked in the Dfinery console. Nothing is asked of Dfinery. */
export const names: Command = {
  usage: `names [--connection C] [--json] ${ACCESS_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, { ...ACCESS_OPTIONS, connection: TEXT, json: FLAG });
    refuseMore(positionals);
    using access = await openConnections(values, terminal);
    const all = [...(await access.connections().list()).values()];
    const asked = all.filter(({ id }) => values.connection === undefined || id === values.connection);
    if (asked.length === 0 && values.connection !== undefined) {
      throw new ConfigError(`Unknown connection: ${values.connection}`);
    }
    const linesOf = values.json === true ? jsonOf : tableOf;
    for (const connection of asked.flatMap(toShopConnection)) {
      for (const line of linesOf(connection)) terminal.print(line);
      for (const line of neverSentLines(connection)) terminal.complain(line);
    }
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

function jsonOf(connection: ShopConnection): string[] {
  const { id } = connection;
  return [
    ...eventsToRegister(connection).map((event) => JSON.stringify({ connection: id, event })),
    ...sentNames(connection).map((property) => JSON.stringify({ connection: id, ...property })),
  ];
}

function tableOf(connection: ShopConnection): string[] {
  const rows = sentNames(connection).map(({ scope, name, type, isAlwaysSent }) => [
    placeOf(scope),
    name,
    type,
    isAlwaysSent ? 'always' : 'sometimes',
  ]);
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [width(0), width(1), width(2)];
  return [
    `${connection.id}: events ${eventsToRegister(connection).join(', ')}`,
    ...rows.map((row) => `  ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ')}`),
  ];
}

function neverSentLines(connection: ShopConnection): string[] {
  return namesNeverSent(connection).map(
    ({ scope, name }) =>
      `${connection.id}: ${connection.source} never gives ${name} (${placeOf(scope)}): do not link it`,
  );
}

function placeOf(scope: SentName['scope']): string {
  if (scope.kind === 'user') return 'user';
  return scope.kind === 'item' ? `item of ${scope.event}` : `event ${scope.event}`;
}
