import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { Connection } from '../../lib/connection.ts';
import type { Connections } from './connections-file.ts';
import { readBody } from './http-body.ts';
import { type RunningServer, startServer } from './http-server.ts';

const TARGET = 'AmazonSSM.GetParameter';

const RequestSchema = v.object({ Name: v.string(), WithDecryption: v.optional(v.boolean(), false) });

export interface ParameterStoreDouble {
  readonly url: string;
  /** From now on: answer, fail with HTTP 500, or take every request and answer none. */
  behave(behaviour: 'answer' | 'fail' | 'hang'): void;
  stop(): Promise<void>;
}

export interface ParameterStoreOptions {
  /** Parent of all parameters: `/{service}/{stage}/connections`. */
  readonly path: string;
  /** Asked at every request, so that an edit of the file takes effect. A rejection is answered HTTP 500. */
  readonly connections: () => Promise<Connections>;
  readonly onError?: (error: unknown) => void;
}

/**
 * Starts a stand-in for SSM's GetParameter. Each connection is split as on AWS: `{path}/{id}/shop` without the Dfinery
 * access token, which the receiver must never see, and `{path}/{id}/dfinery`. A value asked for without
 * `WithDecryption` comes out as cipher text.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html (read 2026-11-24)
 */
export async function startParameterStoreDouble(
  options: ParameterStoreOptions,
): Promise<ParameterStoreDouble> {
  let behaviour: 'answer' | 'fail' | 'hang' = 'answer';

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (behaviour === 'hang') return;
    const answer = behaviour === 'fail' ? internalError : await respond(request, body);
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer.body));
  }

  async function respond(request: IncomingMessage, body: Buffer | undefined): Promise<Answer> {
    if (request.headers['x-amz-target'] !== TARGET) return clientError('UnknownOperationException');
    const asked = v.safeParse(RequestSchema, parse(body?.toString() ?? ''));
    if (!asked.success) return clientError('ValidationException');
    try {
      return getParameter(asked.output, { path: options.path, connections: await options.connections() });
    } catch (error) {
      options.onError?.(error);
      return internalError;
    }
  }

  const server: RunningServer = await startServer(handle);
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

function getParameter(
  asked: v.InferOutput<typeof RequestSchema>,
  store: { path: string; connections: Connections },
): Answer {
  const value = parametersOf(store).get(asked.Name);
  if (value === undefined) return clientError('ParameterNotFound');
  return {
    status: 200,
    body: {
      Parameter: {
        Name: asked.Name,
        Type: 'SecureString',
        Value: asked.WithDecryption ? value : Buffer.from('cipher text').toString('base64'),
        Version: 1,
        DataType: 'text',
      },
    },
  };
}

function parametersOf({
  path,
  connections,
}: {
  path: string;
  connections: Connections;
}): Map<string, string> {
  return new Map(
    Object.entries(connections).flatMap(([id, connection]): [string, string][] => [
      [`${path}/${id}/shop`, JSON.stringify(withoutToken(connection))],
      [`${path}/${id}/dfinery`, JSON.stringify(connection.dfinery)],
    ]),
  );
}

function withoutToken({ dfinery, ...shop }: Connection) {
  return { ...shop, dfinery: { serviceId: dfinery.serviceId } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
