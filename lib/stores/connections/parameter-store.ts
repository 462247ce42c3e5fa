import { GetParameterCommand, ParameterNotFound, type SSMClient } from '@aws-sdk/client-ssm';
import * as v from 'valibot';
import {
  ApiClientSchema,
  DfineryConnectionSchema,
  type ShopConnection,
  ShopConnectionSchema,
} from '../../model/connection.ts';
import { ConfigError, UnavailableError } from '../../model/errors.ts';
import { toIssues } from '../../model/issues.ts';
import { LOOK_UP_BUDGET_MS } from '../../runtime/time-budgets.ts';

/**
 * Returns the connection with an id, or `undefined` if there is none.
 * @throws {UnavailableError} SSM is unavailable. @throws {ConfigError} the parameter is not a connection.
 */
export type ConnectionLookup<Value> = (id: string) => Promise<Value | undefined>;

interface ParameterStore {
  readonly ssm: SSMClient;
  /** Parent of all connections' parameters. */
  readonly path: string;
}

/** Looks up the receiver's part of a connection, at `{path}/{id}/shop`. */
export function shopConnectionLookup(store: ParameterStore): ConnectionLookup<ShopConnection> {
  return async (id) => {
    const stored = await readParameter(store, `${id}/shop`, ShopConnectionSchema);
    return stored && { ...stored, id, shop: stored.shop ?? id };
  };
}

/** Looks up the drain's part of a connection, at `{path}/{id}/dfinery`. */
export function dfineryConnectionLookup(
  store: ParameterStore,
): ConnectionLookup<v.InferOutput<typeof DfineryConnectionSchema>> {
  return (id) => readParameter(store, `${id}/dfinery`, DfineryConnectionSchema);
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
  if (text === undefined) return undefined;
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
    throw new UnavailableError('The connection is unavailable', { code: 'connections-unavailable', cause });
  }
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, and the text holds secrets.
    throw new ConfigError(`The parameter ${name} is not JSON`);
  }
}
