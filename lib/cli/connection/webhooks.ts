import { origin } from '../../sources/shopify/origin.ts';
import { shopify } from '../../sources/shopify/source.ts';
import { subscribedTopics } from '../../sources/shopify/subscribed-topics.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findShopConnection } from '../find-shop-connection.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, openAccess } from '../operator-access.ts';
import { needed, parseOptions, readAction, refuseMore, TEXT } from '../parse-options.ts';
import { createShopifyAdmin, type ShopifyAdmin, ShopifyError } from './shopify-admin.ts';

/** Subscribes a shop's topics to the address of its connection. */
export const webhooks: Command = {
  usage: `webhooks shopify register|list|remove --connection C ${ACCESS_USAGE}   (token from SHOPIFY_ACCESS_TOKEN, or typed)`,
  run: async (args, terminal) => {
    const { action, connection, values } = readArguments(args);
    using access = await openAccess(values, terminal);
    const found = await findShopConnection(access, { id: connection, source: shopify.id });
    const admin = createShopifyAdmin({
      origin: terminal.environment['SHOPIFY_ADMIN_URL'] ?? origin(found.alsoKnownAs?.at(-1) ?? found.shop),
      accessToken: await readToken(terminal),
    });
    const topics = subscribedTopics(found);
    const address = `${access.address()}/webhooks/shopify/${connection}`;
    try {
      return await actions[action]({ admin, address, topics, terminal });
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
}

const actions: Record<Action, (call: Call) => Promise<ExitCode>> = {
  /** Creates what is missing, so that it can be run again and again. */
  async register({ admin, address, topics, terminal }) {
    const there = await ours(admin, address);
    for (const topic of topics) {
      const known = there.find((subscription) => subscription.topic === topic);
      const { id } = known ?? (await admin.create(topic, address));
      terminal.print(JSON.stringify({ topic, outcome: known ? 'there already' : 'created', id }));
    }
    return exitCodes.done;
  },

  async list({ admin, address, terminal }) {
    for (const subscription of await admin.list()) {
      terminal.print(JSON.stringify({ ...subscription, isOurs: subscription.uri === address }));
    }
    return exitCodes.done;
  },

  async remove({ admin, address, terminal }) {
    for (const { id, topic } of await ours(admin, address)) {
      await admin.remove(id);
      terminal.print(JSON.stringify({ topic, outcome: 'removed', id }));
    }
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
  const { values, positionals } = parseOptions(args, { ...ACCESS_OPTIONS, connection: TEXT });
  const [platform, word, ...more] = positionals;
  if (platform !== shopify.id) throw new UsageError('webhooks needs shopify: it works for no other source');
  const action = readAction('webhooks shopify', word, actions);
  refuseMore(more);
  return { action, connection: needed(values.connection, '--connection'), values };
}
