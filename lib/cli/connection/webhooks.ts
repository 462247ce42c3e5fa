import { origin } from '../../sources/shopify/origin.ts';
import { shopify } from '../../sources/shopify/source.ts';
import { subscribedTopics } from '../../sources/shopify/subscribed-topics.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import type { CommandHelp } from '../command-help.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findShopConnection } from '../find-shop-connection.ts';
import { usageOf } from '../help-text.ts';
import { noteChange } from '../note-change.ts';
import { ACCESS_OPTIONS, openAccess } from '../operator-access.ts';
import { needed, parseOptions, readAction, refuseMore } from '../parse-options.ts';
import { createShopifyAdmin, type ShopifyAdmin, ShopifyError } from './shopify-admin.ts';

const options = {
  connection: { type: 'string', value: 'C', means: 'the connection of the shop', needed: true },
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
  usage: usageOf('webhooks', help),
  help,
  run: async (args, terminal) => {
    const { action, connection, isDryRun, values } = readArguments(args);
    using access = await openAccess(values, terminal);
    const found = await findShopConnection(access, { id: connection, source: shopify.id });
    const admin = createShopifyAdmin({
      origin: terminal.environment['SHOPIFY_ADMIN_URL'] ?? origin(found.alsoKnownAs?.at(-1) ?? found.shop),
      accessToken: await readToken(terminal),
    });
    const topics = subscribedTopics(found);
    const address = `${access.address()}/webhooks/shopify/${connection}`;
    try {
      const exitCode = await actions[action]({ admin, address, topics, terminal, isDryRun });
      const count = action === 'list' || isDryRun ? 0 : topics.length;
      await noteChange(access, terminal, { what: `webhooks ${action}`, connection, count });
      return exitCode;
    } catch (error) {
      if (!(error instanceof ShopifyError)) throw error;
      terminal.complain(error.message);
      return error.retryable ? exitCodes.unreachable : exitCodes.refused;
    }
  },
};

type Action = 'register' | 'list' | 'remove';

interface Call {
  readonly admin: ShopifyAdmin;
  readonly address: string;
  /** As GraphQL writes them. */
  readonly topics: readonly string[];
  readonly terminal: Terminal;
  readonly isDryRun: boolean;
}

const actions: Record<Action, (call: Call) => Promise<ExitCode>> = {
  /** Creates what is missing, so that it can be run again and again. */
  async register({ admin, address, topics, terminal, isDryRun }) {
    const there = await ours(admin, address);
    for (const topic of topics) {
      const known = there.find((subscription) => subscription.topic === topic);
      if (isDryRun && known === undefined) {
        terminal.print(JSON.stringify({ topic, dryRun: true, outcome: 'would be created', address }));
        continue;
      }
      const { id } = known ?? (await admin.create(topic, address));
      terminal.print(JSON.stringify({ topic, outcome: known ? 'there already' : 'created', id }));
    }
    if (isDryRun) terminal.complain('Nothing was subscribed: leave --dry-run out to do it.');
    return exitCodes.done;
  },

  async list({ admin, address, terminal }) {
    for (const subscription of await admin.list()) {
      terminal.print(JSON.stringify({ ...subscription, isOurs: subscription.uri === address }));
    }
    return exitCodes.done;
  },

  async remove({ admin, address, terminal, isDryRun }) {
    for (const { id, topic } of await ours(admin, address)) {
      if (isDryRun) {
        terminal.print(JSON.stringify({ topic, dryRun: true, outcome: 'would be removed', id }));
        continue;
      }
      await admin.remove(id);
      terminal.print(JSON.stringify({ topic, outcome: 'removed', id }));
    }
    if (isDryRun) terminal.complain('Nothing was removed: leave --dry-run out to do it.');
    return exitCodes.done;
  },
};

async function ours(admin: ShopifyAdmin, address: string) {
  return (await admin.list()).filter(({ uri }) => uri === address);
}

async function readToken({ environment, askSecret }: Terminal): Promise<string> {
  const token =
    environment['SHOPIFY_ACCESS_TOKEN'] ?? (await askSecret('Admin API access token of the shop: '));
  if (token !== undefined && token !== '') return token;
  throw new UsageError('The token has to come from SHOPIFY_ACCESS_TOKEN, or be typed on a terminal');
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, options);
  const [platform, word, ...more] = positionals;
  if (platform !== shopify.id) throw new UsageError('webhooks needs shopify: it works for no other source');
  const action = readAction('webhooks shopify', word, actions);
  refuseMore(more);
  const isDryRun = values['dry-run'] ?? false;
  if (isDryRun && action === 'list') throw new UsageError('--dry-run is for register and remove');
  return { action, connection: needed(values.connection, '--connection'), isDryRun, values };
}
