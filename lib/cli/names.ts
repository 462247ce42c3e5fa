import { eventsToRegister } from '../sources/events-to-register.ts';
import type { StoredConnection } from '../stores/connections/stored-connections.ts';
import { type SentName, sentNames } from '../translate/sent-names.ts';
import { type Command, UsageError } from './command.ts';
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
    if (asked.length === 0) throw new UsageError(`There is no connection ${values.connection ?? ''}`.trim());
    for (const connection of asked) {
      const lines = values.json === true ? jsonOf(connection) : tableOf(connection);
      for (const line of lines) terminal.print(line);
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

function namesOf({ id, shop }: StoredConnection): {
  readonly events: string[];
  readonly properties: SentName[];
} {
  if (shop === undefined) return { events: [], properties: [] };
  return { events: eventsToRegister(shop), properties: sentNames({ ...shop, id, shop: shop.shop ?? id }) };
}

function jsonOf(connection: StoredConnection): string[] {
  const { events, properties } = namesOf(connection);
  return [
    ...events.map((event) => JSON.stringify({ connection: connection.id, event })),
    ...properties.map((property) => JSON.stringify({ connection: connection.id, ...property })),
  ];
}

function tableOf(connection: StoredConnection): string[] {
  const { events, properties } = namesOf(connection);
  const rows = properties.map(({ name, type, scope, isAlwaysSent }) => [
    scope.kind === 'user' ? 'user' : `${scope.event}${scope.kind === 'item' ? ', item' : ''}`,
    name,
    type,
    isAlwaysSent ? 'always' : 'sometimes',
  ]);
  return [
    `${connection.id}: events ${events.join(', ')}`,
    ...rows.map(
      ([where = '', name = '', type = '', when = '']) =>
        `  ${where.padEnd(22)}  ${name.padEnd(28)}  ${type.padEnd(14)}  ${when}`,
    ),
  ];
}
