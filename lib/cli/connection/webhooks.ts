import { ConfigError } from '../../model/errors.ts';
import { authorize } from '../../shop-client/shop-access.ts';
import { findSource, sources } from '../../sources/registry.ts';
import type { Source } from '../../sources/source.ts';
import { subscribedTopics } from '../../sources/subscribed-topics.ts';
import type { Subscriptions } from '../../sources/subscriptions.ts';
import { CONNECTION_OPTION } from '../access-options.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { shopPorts } from '../doctor/ask-api.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findShopConnection } from '../find-shop-connection.ts';
import { noteChange } from '../note-change.ts';
import { ACCESS_OPTIONS, type OperatorAccess, openAccess } from '../operator-access.ts';
import { needed, parseOptions, readAction, refuseMore } from '../parse-options.ts';
import { createShopWebhooks, ShopRefusalError, type ShopWebhooks } from './shop-webhooks.ts';

/** A source whose shops' API subscribes webhooks. */
type SubscribingSource = Source & Required<Pick<Source, 'api' | 'subscriptions'>>;

const options = {
  connection: CONNECTION_OPTION,
  'dry-run': {
    type: 'boolean',
    means: 'register and remove: say what would be subscribed or removed; change nothing',
  },
  ...ACCESS_OPTIONS,
} as const satisfies CommandHelp['options'];

const help = {
  does: "Subscribes a Shopify shop's topics to the address of its connection.",
  actions: {
    'shopify register': { does: 'subscribes the topics that are missing' },
    'shopify list': { does: 'lists the subscriptions of the app, and whether they are ours' },
    'shopify remove': { does: 'removes those of this address' },
  },
  options,
  notes: ['The Admin API token comes from SHOPIFY_ACCESS_TOKEN, or is typed.'],
  examples: [
    'webhooks shopify register --connection main --dry-run --stage prod',
    'webhooks shopify list --connection main --stage prod',
  ],
  exits: {
    invalidInput: 'the connection is unknown, or of another platform',
    refused: 'Shopify refuses it',
    unreachable: 'Shopify, or AWS, does not answer',
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
    const { origin, headers } = await shopAccess(access, { source, connection, shop }, terminal);
    const kept = createShopWebhooks({
      name: source.name,
      origin,
      access: headers,
      subscriptions: source.subscriptions,
    });
    const topics = subscribedTopics(source, found);
    const address = `${access.address()}/webhooks/${source.id}/${connection}`;
    try {
      const exitCode = await actions[action]({ kept, address, topics, terminal, isDryRun });
      const count = action === 'list' || isDryRun ? 0 : topics.length;
      await noteChange(access, terminal, { what: `webhooks ${action}`, connection, count });
      return exitCode;
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

const actions: Record<Action, (call: Call) => Promise<ExitCode>> = {
  /** Creates what is missing, so that it can be run again and again. */
  async register({ kept, address, topics, terminal, isDryRun }) {
    const there = await ours(kept, address);
    for (const topic of topics) {
      const known = there.find((subscription) => subscription.topic === topic);
      if (isDryRun && known === undefined) {
        terminal.print(JSON.stringify({ topic, dryRun: true, outcome: 'would be created', address }));
        continue;
      }
      const { id } = known ?? (await kept.create(topic, address));
      terminal.print(JSON.stringify({ topic, outcome: known ? 'there already' : 'created', id }));
    }
    if (isDryRun) terminal.complain('Nothing was subscribed: leave --dry-run out to do it.');
    return exitCodes.done;
  },

  async list({ kept, address, terminal }) {
    for (const subscription of await kept.list()) {
      terminal.print(JSON.stringify({ ...subscription, isOurs: subscription.uri === address }));
    }
    return exitCodes.done;
  },

  async remove({ kept, address, terminal, isDryRun }) {
    for (const { id, topic } of await ours(kept, address)) {
      if (isDryRun) {
        terminal.print(JSON.stringify({ topic, dryRun: true, outcome: 'would be removed', id }));
        continue;
      }
      await kept.remove(id);
      terminal.print(JSON.stringify({ topic, outcome: 'removed', id }));
    }
    if (isDryRun) terminal.complain('Nothing was removed: leave --dry-run out to do it.');
    return exitCodes.done;
  },
};

async function ours(kept: ShopWebhooks, address: string) {
  return (await kept.list()).filter(({ uri }) => uri === address);
}

interface Shop {
  readonly source: SubscribingSource;
  /** The connection's id. */
  readonly connection: string;
  readonly shop: string;
}

/** Returns where the API is asked, and the headers: of the token for this alone, or of the connection's own key. */
async function shopAccess(
  access: OperatorAccess,
  { source, connection, shop }: Shop,
  terminal: Terminal,
): Promise<{ readonly origin: string; readonly headers: Readonly<Record<string, string>> }> {
  const { api } = source;
  const { token } = source.subscriptions;
  if (token !== undefined) {
    const origin = terminal.environment[token.originVariable] ?? api.origin(shop);
    return { origin, headers: token.headers(await readToken(token, terminal)) };
  }
  const client = (await access.connections().list()).get(connection)?.api;
  if (client === undefined) throw new ConfigError(`${connection} has no key of the shop’s API`);
  const authorization = await authorize(shopPorts(access), { connection, shop, api, client });
  if (authorization.kind !== 'headers')
    throw new ConfigError(`No access to the shop’s API: ${authorization.code}`);
  const { SHOP_API_BASE_URL: base } = access.config;
  return { origin: base?.origin ?? api.origin(shop), headers: authorization.headers };
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
  if (source === undefined || !canSubscribe(source)) {
    throw new UsageError(
      `webhooks needs one of ${subscribing().join(', ')}: the APIs of others subscribe nothing`,
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

function canSubscribe(source: Source): source is SubscribingSource {
  return source.api !== undefined && source.subscriptions !== undefined;
}
