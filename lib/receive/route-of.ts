import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The two ids of a webhook's address. */
export interface Route {
  readonly source: string;
  readonly connection: string;
}

const PATH = /^\/webhooks\/([^/]+)\/([^/]+)$/;

/**
 * Returns the route of a request, or `undefined` if it is not `POST /webhooks/{source}/{connection}`. An HTTP API has found it
 * already. A function URL takes any method and path, and passes the path as it was sent.
 * @see https://github.com/hotsock/voker/tree/main/vokerhttp/testdata (events of both, captured on AWS; read 2026-11-29)
 */
export function routeOf({
  pathParameters,
  rawPath,
  requestContext,
}: Pick<APIGatewayProxyEventV2, 'pathParameters' | 'rawPath' | 'requestContext'>): Route | undefined {
  const { source, connection } = pathParameters ?? {};
  if (source !== undefined && connection !== undefined) return { source, connection };
  return matchRoute(requestContext.http.method, rawPath);
}

/** Returns the decoded ids in a path, as it was sent and without its query. `undefined` if there is no such route. */
export function matchRoute(method: string, path: string): Route | undefined {
  const [, source, connection] = PATH.exec(path) ?? [];
  if (method !== 'POST' || source === undefined || connection === undefined) return undefined;
  return { source: decode(source), connection: decode(connection) };
}

/** What cannot be decoded stays as it is: no id has a `%`. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
