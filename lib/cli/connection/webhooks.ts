import { ConfigError } from '../../model/errors.ts';
import { findSource, sources } from '../../sources/all-sources.ts';
import type { Source } from '../../sources/source.ts';
import { subscribedTopics } from '../../sources/subscribed-topics.ts';
import type { Subscriptions } from '../../sources/subscriptions.ts';
import { CONNECTION_OPTION } from '../access-options.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { exitCodes } from '../exit-codes.ts';
import { findShopConnection } from '../find-shop-connection.ts';
import { noteChange } from '../note-change.ts';
import { ACCESS_OPTIONS, type OperatorAccess, openAccess } from '../operator-access.ts';
import { needed, parseOptions, readAction, refuseMore } from '../parse-options.ts';
import { type OwnShop, openOwnWebhooks } from './open-own-webhooks.ts';
import { createShopWebhooks, ShopRefusalError, type ShopWebhooks } from './shop-webhooks.ts';
import { canSubscribe } from './subscribing-source.ts';

const options = {
  connection: CONNECTION_OPTION,
  'dry-run': {
    type: 'boolean',
    means: 'register and remove: say what would be subscribed or removed; change nothing',
  },
  ...ACCESS_OPTIONS,
} as const satisfies CommandHelp['options'];

const help = {
  does: "Subscribes a shop's topics to the address of its connection: of Shopify, SHOPLINE or BigCommerce.",
  actions: {
    'shopify register': { does: 'subscribes the topics that are missing' },
    'shopify list': { does: 'lists the subscriptions of the app, and whether they are ours' },
    'shopify remove': { does: 'removes those of this address' },
    'bigcommerce register': { does: 'the same, and switches on those that are off' },
    'bigcommerce list': { does: 'the same' },
    'bigcommerce remove': { does: 'the same' },
    'shopline register': { does: 'subscribes the topics that are missing' },
    'shopline list': { does: 'the same' },
    'shopline remove': { does: 'the same' },
  },
  options,
  notes: [
    'The key of the connection is used (api). Without one Shopify’s Admin API token comes from SHOPIFY_ACCESS_TOKEN, or is typed.',
  ],
  examples: [
    'webhooks shopify register --connection main --dry-run --stage prod',
    'webhooks bigcommerce list --connection main --stage prod',
  ],
  exits: {
    invalidInput: 'the connection is unknown, or of another platform',
    refused: 'the shop refuses it',
    unreachable: 'the shop, or AWS, does not answer',
  },
  page: 'docs/sources/shopify.md#by-command',
} as const satisfies CommandHelp;

/** Subscribes a shop's topics to the address of its connection. */
export const webhooks: Command = {
  help,
  run: async (args, terminal) => {
    const { action, source, connection, isDryRun, values } = readArguments(args);
    using access = await openAccess(values, terminal);
    const found = await findShopConnection(access, { id: connection, source: source.id });
    const shop = found.alsoKnownAs?.at(-1) ?? found.shop;
    const kept = await openWebhooks(access, { source, connection, shop }, terminal);
    const topics = subscribedTopics(source, found);
    const address = `${access.address()}/webhooks/${source.id}/${connection}`;
    try {
      const count = await actions[action]({ kept, address, topics, terminal, isDryRun });
      await noteChange(access, terminal, { what: `webhooks ${action}`, connection, count });
      return exitCodes.done;
    } catch (error) {
      if (!(error instanceof ShopRefusalError)) throw error;
      terminal.complain(error.message);
      return error.retryable ? exitCodes.unreachable : exitCodes.refused;
    }
  },
};

type Action = 'register' | 'list' | 'remove';

interface Call {
  readonly kept: ShopWebhooks;
  readonly address: string;
  /** As the shop's API writes them. */
  readonly topics: readonly string[];
  readonly terminal: Terminal;
  readonly isDryRun: boolean;
}

/** Each returns how many webhooks it changed. */
const actions: Record<Action, (call: Call) => Promise<number>> = {
  /** Creates what is missing and switches on what is off, so that it can be run again and again. */
  async register({ kept, address, topics, terminal, isDryRun }) {
    const there = await ours(kept, address);
    let changed = 0;
    for (const topic of topics) {
      const known = there.find((subscription) => subscription.topic === topic);
      const outcome = known === undefined ? 'created' : known.isOff ? 'switched on' : 'there already';
      if (known !== undefined && !known.isOff) {
        terminal.print(JSON.stringify({ topic, outcome, id: known.id }));
        continue;
      }
      if (isDryRun) {
        terminal.print(JSON.stringify({ topic, dryRun: true, outcome: `would be ${outcome}`, address }));
        continue;
      }
      const { id } = await (known === undefined ? kept.create(topic, address) : kept.revive(known));
      changed += 1;
      terminal.print(JSON.stringify({ topic, outcome, id }));
    }
    if (isDryRun) terminal.complain('Nothing was subscribed: leave --dry-run out to do it.');
    return changed;
  },

  async list({ kept, address, terminal }) {
    for (const subscription of await kept.list()) {
      terminal.print(JSON.stringify({ ...subscription, isOurs: subscription.uri === address }));
    }
    return 0;
  },

  async remove({ kept, address, terminal, isDryRun }) {
    const there = await ours(kept, address);
    for (const { id, topic } of there) {
      if (isDryRun) {
        terminal.print(JSON.stringify({ topic, dryRun: true, outcome: 'would be removed', id }));
        continue;
      }
      await kept.remove(id);
      terminal.print(JSON.stringify({ topic, outcome: 'removed', id }));
    }
    if (isDryRun) terminal.complain('Nothing was removed: leave --dry-run out to do it.');
    return isDryRun ? 0 : there.length;
  },
};

async function ours(kept: ShopWebhooks, address: string) {
  return (await kept.list()).filter(({ uri }) => uri === address);
}

/** Opens them with the connection's own key, if it has one; or else with a token for this alone. */
async function openWebhooks(
  access: OperatorAccess,
  at: Omit<OwnShop, 'client'>,
  terminal: Terminal,
): Promise<ShopWebhooks> {
  const { name, api, subscriptions } = at.source;
  const { token } = subscriptions;
  const client = (await access.connections().list()).get(at.connection)?.api;
  if (token !== undefined && (client === undefined || terminal.environment[token.variable] !== undefined)) {
    const origin = terminal.environment[token.originVariable] ?? api.origin(at.shop);
    const headers = token.headers(await readToken(token, terminal));
    return createShopWebhooks({ name, shop: at.shop, origin, access: headers, subscriptions });
  }
  if (client === undefined) throw new ConfigError(`${at.connection} has no key of the shop’s API`);
  return openOwnWebhooks(access, { ...at, client });
}

async function readToken(
  { variable, question }: NonNullable<Subscriptions['token']>,
  { environment, askSecret }: Terminal,
): Promise<string> {
  const token = environment[variable] ?? (await askSecret(question));
  if (token !== undefined && token !== '') return token;
  throw new UsageError(`The token has to come from ${variable}, or be typed on a terminal`);
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, options);
  const [platform = '', word, ...more] = positionals;
  const source = findSource(platform);
  if (!canSubscribe(source)) {
    throw new UsageError(
      `webhooks needs one of ${subscribing().join(', ')}: for others docs/sources says what to click`,
    );
  }
  const action = readAction(`webhooks ${source.id}`, word, actions);
  refuseMore(more);
  const isDryRun = values['dry-run'] ?? false;
  if (isDryRun && action === 'list') throw new UsageError('--dry-run is for register and remove');
  return { action, source, connection: needed(values.connection, '--connection'), isDryRun, values };
}

function subscribing(): string[] {
  return Object.values<Source>(sources)
    .filter(canSubscribe)
    .map(({ id }) => id);
}
