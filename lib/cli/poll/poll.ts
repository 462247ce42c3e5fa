import { randomUUID } from 'node:crypto';
import { pollShops } from '../../poll/poll-shops.ts';
import type { PolledShop } from '../../poll/polled-shop.ts';
import type { PollPlace } from '../../stores/ledger/poll-places.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { noteChange } from '../note-change.ts';
import { ACCESS_OPTIONS, type OperatorAccess, openAccess } from '../operator-access.ts';
import { needed, parseOptions, readAction, refuseMore } from '../parse-options.ts';
import { type Column, createResults, JSON_OPTION } from '../print-results.ts';
import { openPollPorts } from './open-poll-ports.ts';
import { type PollStatus, toPollStatus } from './poll-status.ts';
import { polledShops } from './polled-shops.ts';

const options = {
  connection: {
    type: 'string',
    value: 'C',
    means: 'the connection; run and reset need it',
    otherwise: 'status: all that are polled',
  },
  from: { type: 'string', value: 'INSTANT', means: 'reset: everything since then is read again' },
  yes: { type: 'boolean', means: 'reset: do it' },
  json: JSON_OPTION,
  ...ACCESS_OPTIONS,
} as const satisfies CommandHelp['options'];

const help = {
  does: "Shows how far the lists of shops were read, reads one shop's now, or sets its place back.",
  actions: {
    status: { does: 'shows how far each list was read, and what the last failure was' },
    run: { does: 'reads the lists of one shop now' },
    reset: { does: 'reads them again from an instant on; what is told is not sent again' },
  },
  options,
  examples: [
    'poll status --stage prod',
    'poll reset --connection main --from 2026-11-01T00:00:00Z --yes --stage prod',
  ],
  exits: {
    refused: 'it is being polled already',
    unreachable: 'a shop, or AWS, did not answer or refused',
  },
  page: 'docs/completeness.md#ask-the-shop',
} as const satisfies CommandHelp;

/** Shows how far shops were read, polls one now, or sets the place back. */
export const poll: Command = {
  help,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, options);
    const [word, ...more] = positionals;
    const action = readAction('poll', word, actions);
    refuseMore(more);
    if (action !== 'reset' && (values.from !== undefined || values.yes)) {
      throw new UsageError('--from and --yes are for a reset');
    }
    using access = await openAccess(values, terminal);
    return await actions[action]({ access, terminal, values });
  },
};

interface Call {
  readonly access: OperatorAccess;
  readonly terminal: Terminal;
  readonly values: {
    readonly connection?: string | undefined;
    readonly from?: string | undefined;
    readonly yes?: boolean | undefined;
    readonly json?: boolean | undefined;
  };
}

/** As long as the function may run. */
const RUN_MS = 600_000;
const LEASE_MS = 60_000;

const actions: Record<'status' | 'run' | 'reset', (call: Call) => Promise<ExitCode>> = {
  async status({ access, terminal, values }) {
    const places = access.pollPlaces();
    const empty = 'No connection is polled.';
    const results = createResults<PollStatus>(terminal, { json: values.json, columns, empty });
    for (const shop of await polledShops(access, values.connection)) {
      const reading = await places.read(shop.connection.id);
      results.add(toPollStatus(shop, reading.kind === 'place' ? reading.place : undefined));
    }
    results.end();
    return exitCodes.done;
  },

  async run({ access, terminal, values }) {
    const id = needed(values.connection, '--connection');
    await onePolledShop(access, id);
    const place = await access.pollPlaces().read(id);
    if (place.kind === 'none') {
      terminal.complain(
        `${id} was never polled: it begins at its since, or a few minutes ago. poll reset --from reaches further back.`,
      );
    }
    const endsAt = Date.now() + RUN_MS;
    const [polled] = await pollShops(openPollPorts(access, terminal), () => endsAt - Date.now(), id);
    terminal.print(JSON.stringify(polled));
    const count = polled?.kind === 'polled' ? polled.recovered : 0;
    await noteChange(access, terminal, { what: 'poll run', connection: id, count });
    const isDone = polled?.kind === 'polled' && polled.failure === undefined;
    return isDone ? exitCodes.done : exitCodes.unreachable;
  },

  async reset({ access, terminal, values }) {
    const id = needed(values.connection, '--connection');
    const from = Date.parse(needed(values.from, '--from'));
    if (Number.isNaN(from) || from > Date.now()) throw new UsageError('--from needs an instant of the past');
    const shop = await onePolledShop(access, id);
    if (values.yes !== true) {
      const text = `Add --yes to read ${id} from ${new Date(from).toISOString()} on once more. What is told is not sent again.`;
      terminal.complain(text);
      return exitCodes.wrongUsage;
    }
    const places = access.pollPlaces();
    const owner = randomUUID();
    const now = Date.now();
    const reading = await places.take(id, { owner, leaseUntil: now + LEASE_MS }, now);
    if (reading === undefined) {
      terminal.complain(`${id} is being polled: try again when that is over`);
      return exitCodes.refused;
    }
    await places.save(id, owner, placeFrom(shop, from));
    await places.release(id, owner);
    terminal.print(JSON.stringify({ connection: id, outcome: 'reset', from: new Date(from).toISOString() }));
    await noteChange(access, terminal, { what: 'poll reset', connection: id, count: 1 });
    return exitCodes.done;
  },
};

/** Everything since an instant is read again. */
function placeFrom({ listing }: PolledShop, from: number): PollPlace {
  const lists = Object.fromEntries(
    listing.lists.map(({ name }) => [name, { passedAt: from, widePassedAt: from }]),
  );
  return { v: 1, begunAt: from, lists, seen: {} };
}

async function onePolledShop(access: OperatorAccess, id: string): Promise<PolledShop> {
  const [shop] = await polledShops(access, id);
  if (shop !== undefined) return shop;
  throw new UsageError(`${id} is not polled: there is no such connection, or it has no poll or no api`);
}

const columns: readonly Column<PollStatus>[] = [
  { title: 'connection', of: ({ connection }) => connection },
  {
    title: 'state',
    of: (status) => status.failure?.code ?? (status.outcome === undefined ? 'ok' : status.outcome),
    tone: ({ failure, outcome }) =>
      failure === undefined ? (outcome === undefined ? 'good' : 'busy') : 'bad',
  },
  { title: 'behind, s', of: ({ lagSeconds }) => lagSeconds },
  { title: 'begun', of: ({ begunAt }) => begunAt },
  {
    title: 'newest change',
    of: ({ lists = {} }) =>
      Object.entries(lists)
        .map(([name, { newestChange = '–' }]) => `${name} ${newestChange}`)
        .join(', '),
  },
];
