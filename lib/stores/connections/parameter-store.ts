import {
  GetParameterCommand,
  GetParametersCommand,
  ParameterNotFound,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import * as v from 'valibot';
import {
  ApiClientSchema,
  DfineryConnectionSchema,
  type ExportConnection,
  ExportConnectionSchema,
  type ShopConnection,
  ShopConnectionSchema,
} from '../../model/connection.ts';
import { ConfigError, UnavailableError } from '../../model/errors.ts';
import { toIssues } from '../../model/issues.ts';
import { LOOK_UP_BUDGET_MS } from '../../runtime/time-budgets.ts';
import { type ConnectionIndex, decodeIndex, type IdStanding, indexName } from './connection-index.ts';

/**
 * Returns the connection with an id, or `undefined` if there is none.
 * @throws {UnavailableError} SSM is unavailable. @throws {ConfigError} the parameter is not a connection.
 */
export type ConnectionLookup<Value> = (id: string) => Promise<Value | undefined>;

/**
 * How long the index of the last look-up is trusted to lack an id. API Gateway passes at most 10,000 requests a second
 * of an account; at 10 ms each they keep 100 instances busy, which then look up 20 ids a second of SSM's 40.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html (read 2026-11-28)
 */
export const INDEX_MS = 5_000;

interface ParameterStore {
  readonly ssm: SSMClient;
  /** Parent of all connections' parameters. */
  readonly path: string;
}

/** Looks up the receiver's part of a connection, at `{path}/{id}/shop`. */
export function shopConnectionLookup(store: ParameterStore): ConnectionLookup<ShopConnection> {
  return async (id) => {
    const text = await getParameter(store.ssm, `${store.path}/${id}/shop`);
    return text === undefined ? undefined : toShopConnection(text, id);
  };
}

/**
 * Looks up the receiver's part of a connection together with the index of all connections, in one call, and says by the
 * last index how an id stands. What is not an index counts as none. While SSM is unavailable the last index is kept.
 */
export function indexedShopLookup({ ssm, path, now }: ParameterStore & { readonly now: () => Date }): {
  readonly lookUp: ConnectionLookup<ShopConnection>;
  readonly standingOf: (id: string) => IdStanding;
} {
  let index: ConnectionIndex | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  return {
    lookUp: async (id) => {
      askedAt = now().getTime();
      const name = `${path}/${id}/shop`;
      const texts = await getParameters(ssm, [name, indexName(path)]);
      index = decodeIndex(texts.get(indexName(path)) ?? '');
      const text = texts.get(name);
      return text === undefined ? undefined : toShopConnection(text, id);
    },
    standingOf: (id) => {
      if (index === undefined) return 'no-index';
      if (index.has(id)) return 'listed';
      return now().getTime() - askedAt < INDEX_MS ? 'unlisted' : 'stale';
    },
  };
}

function toShopConnection(text: string, id: string): ShopConnection {
  const stored = read(ShopConnectionSchema, text, `${id}/shop`);
  return { ...stored, id, shop: stored.shop ?? id };
}

/** Looks up the drain's part of a connection, at `{path}/{id}/dfinery`. */
export function dfineryConnectionLookup(
  store: ParameterStore,
): ConnectionLookup<v.InferOutput<typeof DfineryConnectionSchema>> {
  return (id) => readParameter(store, `${id}/dfinery`, DfineryConnectionSchema);
}

/** Looks up the access of a connection to the Export API, at `{path}/{id}/export`. */
export function exportConnectionLookup(store: ParameterStore): ConnectionLookup<ExportConnection> {
  return (id) => readParameter(store, `${id}/export`, ExportConnectionSchema);
}

/** Looks up the API client of a connection, at `{path}/{id}/api`. */
export function apiClientLookup(
  store: ParameterStore,
): ConnectionLookup<v.InferOutput<typeof ApiClientSchema>> {
  return (id) => readParameter(store, `${id}/api`, ApiClientSchema);
}

async function readParameter<Schema extends v.GenericSchema>(
  { ssm, path }: ParameterStore,
  name: string,
  schema: Schema,
): Promise<v.InferOutput<Schema> | undefined> {
  const text = await getParameter(ssm, `${path}/${name}`);
  return text === undefined ? undefined : read(schema, text, name);
}

function read<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
  name: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, parse(text, name));
  if (result.success) return result.output;
  throw new ConfigError(`The parameter ${name} is not a connection`, toIssues(result.issues));
}

async function getParameter(ssm: SSMClient, name: string): Promise<string | undefined> {
  try {
    const command = new GetParameterCommand({ Name: name, WithDecryption: true });
    const { Parameter } = await ssm.send(command, { abortSignal: AbortSignal.timeout(LOOK_UP_BUDGET_MS) });
    return Parameter?.Value ?? '';
  } catch (cause) {
    if (cause instanceof ParameterNotFound) return undefined;
    throw unavailable(cause);
  }
}

/** Returns the values of those that exist, by name. */
async function getParameters(ssm: SSMClient, names: string[]): Promise<ReadonlyMap<string, string>> {
  try {
    const command = new GetParametersCommand({ Names: names, WithDecryption: true });
    const { Parameters = [] } = await ssm.send(command, {
      abortSignal: AbortSignal.timeout(LOOK_UP_BUDGET_MS),
    });
    return new Map(Parameters.map(({ Name = '', Value = '' }) => [Name, Value]));
  } catch (cause) {
    throw unavailable(cause);
  }
}

function unavailable(cause: unknown): UnavailableError {
  return new UnavailableError('The connection is unavailable', { code: 'connections-unavailable', cause });
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, and the text holds secrets.
    throw new ConfigError(`The parameter ${name} is not JSON`);
  }
}
