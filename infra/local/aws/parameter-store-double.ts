import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { Connection } from '../../../lib/model/connection.ts';
import type { Connections } from '../connections-file.ts';
import { readBody } from '../http-body.ts';
import type { RunningServer } from '../http-server.ts';
import { startStandIn } from '../start-stand-in.ts';

const GetParameterSchema = v.object({ Name: v.string(), WithDecryption: v.optional(v.boolean(), false) });

const GetParametersSchema = v.object({
  Names: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(10)),
  WithDecryption: v.optional(v.boolean(), false),
});

const GetParametersByPathSchema = v.object({
  Path: v.string(),
  WithDecryption: v.optional(v.boolean(), false),
});

const DescribeParametersSchema = v.object({
  ParameterFilters: v.pipe(
    v.array(
      v.object({
        Key: v.literal('Path'),
        Option: v.literal('Recursive'),
        Values: v.pipe(v.array(v.string()), v.minLength(1)),
      }),
    ),
    v.minLength(1),
  ),
  MaxResults: v.optional(v.pipe(v.number(), v.maxValue(50)), 10),
  NextToken: v.optional(v.string(), '0'),
});

const PutParameterSchema = v.object({
  Name: v.string(),
  Value: v.pipe(v.string(), v.nonEmpty()),
  Type: v.literal('SecureString'),
  Overwrite: v.optional(v.boolean(), false),
});

export interface ParameterStoreDouble {
  readonly url: string;
  /** From now on: answer, fail with HTTP 500, or take every request and answer none. */
  behave(behaviour: 'answer' | 'fail' | 'hang'): void;
  stop(): Promise<void>;
}

export interface ParameterStoreOptions {
  /** Parent of all parameters: `/{service}/{stage}/connections`. */
  readonly path: string;
  /** Asked at every request, so an edit of the file takes effect. A rejection is answered HTTP 500. */
  readonly connections: () => Promise<Connections>;
  readonly onError?: (error: unknown) => void;
}

/**
 * Starts a stand-in for SSM's GetParameter, GetParameters, GetParametersByPath and DescribeParameters, and for PutParameter of new parameters. Each
 * connection is split as on AWS: `{path}/{id}/shop` without the Dfinery access token, which the receiver must never see,
 * `{path}/{id}/dfinery`, and `{path}/{id}/api` and `{path}/{id}/export` if it has them. Without `WithDecryption`, a value is returned as cipher text.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html (read 2026-11-24)
 */
export async function startParameterStoreDouble(
  options: ParameterStoreOptions,
): Promise<ParameterStoreDouble> {
  let behaviour: 'answer' | 'fail' | 'hang' = 'answer';
  const written = new Map<string, string>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (behaviour === 'hang') return;
    const answer = behaviour === 'fail' ? internalError : await respond(request, body);
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer.body));
  }

  async function respond(request: IncomingMessage, body: Buffer | undefined): Promise<Answer> {
    const operation = operations.get(String(request.headers['x-amz-target']));
    if (operation === undefined) return clientError('UnknownOperationException');
    try {
      const store = { path: options.path, connections: await options.connections(), written };
      return operation(parse(body?.toString() ?? ''), store);
    } catch (error) {
      options.onError?.(error);
      return internalError;
    }
  }

  const server: RunningServer = await startStandIn(handle);
  return {
    url: server.url,
    behave: (next) => {
      behaviour = next;
    },
    stop: () => server.stop(),
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const internalError: Answer = { status: 500, body: { __type: 'InternalServerError' } };

function clientError(type: string): Answer {
  return { status: 400, body: { __type: type } };
}

interface Store {
  readonly path: string;
  readonly connections: Connections;
  /** Parameters that were put, by name. */
  readonly written: Map<string, string>;
}

const operations: ReadonlyMap<string, (asked: unknown, store: Store) => Answer> = new Map([
  ['AmazonSSM.GetParameter', getParameter],
  ['AmazonSSM.GetParameters', getParameters],
  ['AmazonSSM.GetParametersByPath', getParametersByPath],
  ['AmazonSSM.DescribeParameters', describeParameters],
  ['AmazonSSM.PutParameter', putParameter],
]);

function getParameter(asked: unknown, store: Store): Answer {
  const request = v.safeParse(GetParameterSchema, asked);
  if (!request.success) return clientError('ValidationException');
  const { Name, WithDecryption } = request.output;
  const value = parametersOf(store).get(Name);
  if (value === undefined) return clientError('ParameterNotFound');
  return { status: 200, body: { Parameter: toParameter(Name, value, WithDecryption) } };
}

/**
 * Names that do not exist are no error.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html (read 2026-11-28)
 */
function getParameters(asked: unknown, store: Store): Answer {
  const request = v.safeParse(GetParametersSchema, asked);
  if (!request.success) return clientError('ValidationException');
  const { Names, WithDecryption } = request.output;
  const held = parametersOf(store);
  const Parameters = Names.flatMap((name) => {
    const value = held.get(name);
    return value === undefined ? [] : [toParameter(name, value, WithDecryption)];
  });
  return { status: 200, body: { Parameters, InvalidParameters: Names.filter((name) => !held.has(name)) } };
}

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html (read 2026-11-24) */
function putParameter(asked: unknown, store: Store): Answer {
  const request = v.safeParse(PutParameterSchema, asked);
  if (!request.success) return clientError('ValidationException');
  const { Name, Value, Overwrite } = request.output;
  if (parametersOf(store).has(Name) && !Overwrite) return clientError('ParameterAlreadyExists');
  store.written.set(Name, Value);
  return { status: 200, body: { Version: 1, Tier: 'Standard' } };
}

/**
 * Names without values, at most 50 a page.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html (read 2026-11-29)
 */
function describeParameters(asked: unknown, store: Store): Answer {
  const request = v.safeParse(DescribeParametersSchema, asked);
  if (!request.success) return clientError('ValidationException');
  const { ParameterFilters, MaxResults, NextToken } = request.output;
  const paths = ParameterFilters.flatMap(({ Values }) => Values);
  const below = [...parametersOf(store).keys()].filter((name) =>
    paths.some((path) => name.startsWith(`${path}/`)),
  );
  const start = Number(NextToken);
  const end = start + MaxResults;
  const Parameters = below.slice(start, end).map((Name) => ({ Name, Type: 'SecureString' }));
  return { status: 200, body: { Parameters, ...(end < below.length && { NextToken: String(end) }) } };
}

/** Everything on one page, whatever page size is asked for. */
function getParametersByPath(asked: unknown, store: Store): Answer {
  const request = v.safeParse(GetParametersByPathSchema, asked);
  if (!request.success) return clientError('ValidationException');
  const { Path, WithDecryption } = request.output;
  const below = [...parametersOf(store)].filter(([name]) => name.startsWith(`${Path}/`));
  return {
    status: 200,
    body: { Parameters: below.map(([name, value]) => toParameter(name, value, WithDecryption)) },
  };
}

function toParameter(name: string, value: string, isDecrypted: boolean) {
  return {
    Name: name,
    Type: 'SecureString',
    Value: isDecrypted ? value : Buffer.from('cipher text').toString('base64'),
    Version: 1,
    DataType: 'text',
  };
}

function parametersOf({ path, connections, written }: Store): Map<string, string> {
  return new Map([
    ...written,
    ...Object.entries(connections).flatMap(([id, connection]): [string, string][] => [
      ...partsOf(connection).map(([part, value]): [string, string] => [
        `${path}/${id}/${part}`,
        JSON.stringify(value),
      ]),
    ]),
  ]);
}

function partsOf({ dfinery: { exportToken, ...dfinery }, api, ...shop }: Connection) {
  const { serviceId } = dfinery;
  const parts: readonly (readonly [string, unknown])[] = [
    ['shop', { ...shop, dfinery: { serviceId } }],
    ['dfinery', dfinery],
    ['api', api],
    ['export', exportToken === undefined ? undefined : { serviceId, exportToken }],
  ];
  return parts.filter(([, value]) => value !== undefined);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
