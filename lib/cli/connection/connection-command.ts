import { CONNECTION_ID, type Connection } from '../../model/connection.ts';
import { ConfigError, type Issue } from '../../model/errors.ts';
import { checkConnections, sharedSecrets } from '../../stores/connections/check-connections.ts';
import { mixedCustomers } from '../../stores/connections/mixed-customers.ts';
import type { StoredConnection, StoredConnections } from '../../stores/connections/stored-connections.ts';
import { type Command, type Terminal, UsageError } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { maskText } from '../mask.ts';
import { ACCESS_OPTIONS, ACCESS_USAGE, openAccess, openConnections } from '../operator-access.ts';
import { FLAG, parseOptions, readAction, refuseMore, TEXT } from '../parse-options.ts';
import { askDfinery } from './ask-dfinery.ts';
import { authorize } from './authorize.ts';
import { readConnection } from './read-connection.ts';

/** Stores, shows and checks the connections of a stage: shops bound to Dfinery services. */
export const connection: Command = {
  usage:
    'connection put ID [FILE|-] | put ID --source S --service-id D [--shop NAME] [--client-id I]\n' +
    `      | get ID [--reveal] | list | index | remove ID --yes | check ID | authorize ID --redirect-uri URL   ${ACCESS_USAGE}`,
  run: async (args, terminal) => {
    const request = readArguments(args);
    using access = await openConnections(request.values, terminal);
    const { environment } = access;
    const connections = access.connections();
    return await actions[request.action]({ request, terminal, environment, connections });
  },
};

type Action = 'put' | 'get' | 'list' | 'index' | 'remove' | 'check' | 'authorize';

type Request = ReturnType<typeof readArguments>;

interface Call {
  readonly request: Request;
  readonly terminal: Terminal;
  readonly environment: Terminal['environment'];
  readonly connections: StoredConnections;
}

const actions: Record<Action, (call: Call) => Promise<ExitCode>> = {
  async put({ request, terminal, connections }) {
    refuseLocal(request);
    const { id } = request;
    const stored = await connections.list();
    const wanted = await readConnection(request, terminal);
    // Without it, every edit of an old order would send that order.
    const since = wanted.since ?? stored.get(id)?.shop?.since ?? new Date().toISOString();
    const complete = { ...wanted, since };
    for (const warning of checkAgainst(stored, id, complete)) terminal.complain(toText(warning));
    await connections.put(id, complete);
    const before = stored.get(id);
    const { api, dfinery } = complete;
    const parts = { api, export: dfinery.exportToken };
    const gone = (['api', 'export'] as const).filter(
      (part) => parts[part] === undefined && before?.[part] !== undefined,
    );
    if (gone.length > 0) await connections.removeParts(id, gone);
    terminal.print(JSON.stringify({ id, outcome: stored.has(id) ? 'replaced' : 'created', since }));
    return exitCodes.done;
  },

  async get({ request: { id, values }, terminal, connections }) {
    const found = await find(connections, id);
    terminal.print(JSON.stringify(values.reveal ? found : masked(found), undefined, 2));
    return exitCodes.done;
  },

  async list({ terminal, connections }) {
    for (const stored of (await connections.list()).values())
      terminal.print(JSON.stringify(summaryOf(stored)));
    return exitCodes.done;
  },

  async index({ request, terminal, connections }) {
    refuseLocal(request);
    await connections.rebuildIndex();
    const { kind } = await connections.readIndex();
    terminal.print(JSON.stringify({ outcome: kind === 'index' ? 'listed' : kind }));
    return exitCodes.done;
  },

  async remove({ request, terminal, connections }) {
    refuseLocal(request);
    const { id, api } = await find(connections, request.id);
    if (!request.values.yes) {
      terminal.complain(
        `Add --yes to remove ${id}. Its waiting events are no longer sent, and become dead letters.`,
      );
      return exitCodes.wrongUsage;
    }
    if (api !== undefined) {
      using access = await openAccess(request.values, terminal);
      await access.tokens().remove(id);
    }
    await connections.remove(id);
    terminal.print(JSON.stringify({ id, outcome: 'removed' }));
    return exitCodes.done;
  },

  async authorize({ request: { id, values }, terminal, connections }) {
    const found = await find(connections, id);
    using access = await openAccess(values, terminal);
    return await authorize(access, { connection: found, redirectUri: values['redirect-uri'] }, terminal);
  },

  async check({ request, terminal, environment, connections }) {
    const { id, dfinery } = await find(connections, request.id);
    if (dfinery === undefined) throw new ConfigError(`${id} has no Dfinery credentials`);
    const { exitCode, ...verdict } = await askDfinery(dfinery, environment);
    terminal.print(JSON.stringify({ id, ...verdict }));
    return exitCode;
  },
};

/** The local stack reads its connections from a file with every look-up. */
function refuseLocal({ values }: Request): void {
  if (values.local)
    throw new UsageError('The local stack reads connections.local.json: edit that file instead');
}

async function find(connections: StoredConnections, id: string): Promise<StoredConnection> {
  const found = (await connections.list()).get(id);
  if (found === undefined) throw new ConfigError(`Unknown connection: ${id}`);
  return found;
}

/**
 * Returns warnings: a secret that another connection has, and customers that mix with another's in the stored version
 * already. A prefix cannot change without making every customer new to Dfinery, and a secret has to stay replaceable.
 * @throws {ConfigError} the connection has any other fault.
 */
function checkAgainst(
  stored: ReadonlyMap<string, StoredConnection>,
  id: string,
  wanted: Connection,
): readonly Issue[] {
  const shops = Object.fromEntries(
    [...stored.values()].flatMap(({ id: of, shop }) => (shop ? [[of, shop]] : [])),
  );
  const together = { ...shops, [id]: wanted };
  const isOurs = ({ path }: Issue) => path.startsWith(`${id}.`);
  const known = new Set(mixedCustomers(shops).map(toText));

  const issues = checkConnections(together).filter(isOurs);
  const faults = issues.filter((issue) => !known.has(toText(issue)));
  if (faults.length > 0) throw new ConfigError('The connection is not usable', faults);
  return [...issues, ...sharedSecrets(together).filter(isOurs)];
}

function toText({ path, message }: Issue): string {
  return `${path}: ${message}`;
}

function summaryOf({ id, shop, dfinery }: StoredConnection) {
  const missing = [...(shop ? [] : ['shop']), ...(dfinery ? [] : ['dfinery'])];
  return {
    id,
    source: shop?.source,
    shop: shop?.shop ?? id,
    serviceId: dfinery?.serviceId ?? shop?.dfinery.serviceId,
    since: shop?.since,
    ...(missing.length > 0 && { missing }),
  };
}

function masked({ id, shop, dfinery, api, export: arrivals }: StoredConnection) {
  return {
    id,
    shop: shop && { ...shop, secrets: shop.secrets.map(maskText) },
    dfinery: dfinery && { ...dfinery, accessToken: maskText(dfinery.accessToken) },
    ...(api && { api: { ...api, clientSecret: maskText(api.clientSecret) } }),
    ...(arrivals && { export: { ...arrivals, exportToken: maskText(arrivals.exportToken) } }),
  };
}

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, {
    ...ACCESS_OPTIONS,
    source: TEXT,
    shop: TEXT,
    'service-id': TEXT,
    'client-id': TEXT,
    'redirect-uri': TEXT,
    reveal: FLAG,
    yes: FLAG,
  });
  const [word, id = '', file, ...more] = positionals;
  const action = readAction('connection', word, actions);
  refuseMore(more);
  const isForAll = action === 'list' || action === 'index';
  if (isForAll !== (id === '')) {
    throw new UsageError(isForAll ? `${action} takes no argument` : `${action} needs the id of a connection`);
  }
  if (id !== '' && !CONNECTION_ID.test(id))
    throw new UsageError('The id of a connection has at most 63 characters, of a-z, 0-9 and -');
  if (file !== undefined && action !== 'put') throw new UsageError(`${action} takes no file`);
  const { source, 'service-id': serviceId, 'client-id': clientId, shop } = values;
  const options = [source, serviceId, clientId, shop].filter((value) => value !== undefined);
  if (action === 'put' && file === undefined && (source === undefined || serviceId === undefined)) {
    throw new UsageError('put needs a FILE, or --source and --service-id');
  }
  if (options.length > 0 && (action !== 'put' || file !== undefined)) {
    throw new UsageError('--source, --service-id, --client-id and --shop are for a put without a file');
  }
  return { action, id, file, values };
}
