import type { MiddlewareHandler } from 'hono';
import { isSameText } from './is-same-text.ts';

/** The header by which the page proves that it is this server's. */
const TOKEN_HEADER = 'x-console-token';

/**
 * Refuses whatever does not come from the console's own page. The host has to be this machine's, because a name of
 * somebody else may be made to point here. Another site's page may not ask anything, and what changes something needs
 * the token that only our page has.
 */
export function guardRequests({
  port,
  token,
}: {
  readonly port: () => number;
  readonly token: string;
}): MiddlewareHandler {
  return async (context, next) => {
    const { method, path } = context.req;
    const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port()}`);
    const host = context.req.header('host') ?? '';
    if (!hosts.includes(host)) return context.text('Not this host', 403);
    const site = context.req.header('sec-fetch-site') ?? 'none';
    // A link may lead to the page itself. Its script is bundled each time it is asked for, so nobody else may ask for that either.
    const isOwn = site === 'same-origin' || site === 'none';
    if (path !== '/' && !isOwn) return context.text('Not this site', 403);
    if (method !== 'GET' && method !== 'HEAD') {
      const origin = context.req.header('origin');
      if (origin !== undefined && origin !== `http://${host}`) return context.text('Not this origin', 403);
      if (!isSameText(context.req.header(TOKEN_HEADER) ?? '', token)) return context.text('No token', 403);
    }
    await next();
    return undefined;
  };
}
