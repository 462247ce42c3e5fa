import { randomUUID } from 'node:crypto';
import type { ShopConnection } from '../../model/connection.ts';
import { lagOf } from '../../poll/poll-shop.ts';
import { pollShops, toPolledShop } from '../../poll/poll-shops.ts';
import type { PolledShop } from '../../poll/polled-shop.ts';
import type { PollPlace } from '../../stores/ledger/poll-places.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, type OperatorAccess, openAccess } from '../operator-access.ts';
import { FLAG, needed, parseOptions, readAction, refuseMore, TEXT } from '../parse-options.ts';
import { openPollPorts } from './open-poll-ports.ts';

/** Shows how far shops were read, polls one now, or sets the place back. */
export const poll: Command = {
  usage: `poll status [--connection C] | run --connection C | reset --connection C --from INSTANT [--yes]   ${ACCESS_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, {
      ...ACCESS_OPTIONS,
      connection: TEXT,
      from: TEXT,
      yes: FLAG,
    });
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
  };
}

/** As long as the function may run. */
const RUN_MS = 600_000;
const LEASE_MS = 60_000;

const actions: Record<'status' | 'run' | 'reset', (call: Call) => Promise<ExitCode>> = {
  async status({ access, terminal, values }) {
    const places = access.pollPlaces();
    for (const shop of await polledShops(access, values.connection)) {
      const reading = await places.read(shop.connection.id);
      terminal.print(JSON.stringify(toStatus(shop, reading.kind === 'place' ? reading.place : undefined)));
    }
    return exitCodes.done;
  },

  async run({ access, terminal, values }) {
    const id = needed(values.connection, '--connection');
    await onePolledShop(access, id);
    const endsAt = Date.now() + RUN_MS;
    const [polled] = await pollShops(openPollPorts(access, terminal), () => endsAt - Date.now(), id);
    terminal.print(JSON.stringify(polled));
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

async function polledShops(access: OperatorAccess, only: string | undefined): Promise<PolledShop[]> {
  const shops: PolledShop[] = [];
  for (const { id, shop, api } of (await access.connections().list()).values()) {
    if (shop?.poll === undefined || (only !== undefined && id !== only)) continue;
    const connection: ShopConnection = { ...shop, id, shop: shop.shop ?? id };
    const clients = {
      find: () =>
        Promise.resolve(
          api === undefined ? { kind: 'unknown' as const } : { kind: 'found' as const, value: api },
        ),
    };
    const polled = await toPolledShop({ clients }, connection);
    if (polled !== undefined) shops.push(polled);
  }
  return shops;
}

function toStatus(shop: PolledShop, place: PollPlace | undefined) {
  const { id } = shop.connection;
  if (place === undefined) return { connection: id, outcome: 'never polled' };
  const { failure } = place;
  return {
    connection: id,
    lagSeconds: Math.round(lagOf(shop, place, Date.now()) / 1_000),
    begunAt: toText(place.begunAt),
    lists: Object.fromEntries(
      Object.entries(place.lists).map(([name, { watermark, passedAt, widePassedAt, pass }]) => [
        name,
        {
          newestChange: toText(watermark),
          readAt: toText(passedAt),
          readWideAt: toText(widePassedAt),
          ...(pass && { underWaySince: toText(pass.startedAt) }),
        },
      ]),
    ),
    ...(failure && { failure: { ...failure, at: toText(failure.at) } }),
  };
}

function toText(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
