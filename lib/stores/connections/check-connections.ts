import type { Issue } from '../../model/errors.ts';
import { apiFault } from '../../sources/api-fault.ts';
import { findSource } from '../../sources/registry.ts';

/** The fields of a connection that are checked here. */
interface Checkable {
  readonly source: string;
  readonly shop?: string | undefined;
  readonly secrets: readonly string[];
  readonly dfinery: { readonly serviceId: string };
  readonly externalIdPrefix: string;
  readonly api?: unknown;
  readonly refundLines?: 'fetch' | undefined;
}

/**
 * Returns the faults of connections taken together: unknown sources, APIs that cannot
 * be called, secrets that do not fit their source, customers that would be mixed up.
 */
export function checkConnections(connections: Readonly<Record<string, Checkable>>): Issue[] {
  const checks = [unknownSources, missingApis, unfetchableRefundLines, foreignSecrets, sharedIdentities];
  return checks.flatMap((check) => check(connections));
}

function unknownSources(connections: Readonly<Record<string, Checkable>>): Issue[] {
  return Object.entries(connections)
    .filter(([, { source }]) => findSource(source) === undefined)
    .map(([id, { source }]) => ({ path: `${id}.source`, message: `there is no source ${source}` }));
}

/** Without the API no order could be fetched. */
function missingApis(connections: Readonly<Record<string, Checkable>>): Issue[] {
  return Object.entries(connections)
    .filter(([, { source, api }]) => findSource(source)?.api?.orders !== undefined && api === undefined)
    .map(([id, { source }]) => ({
      path: `${id}.api`,
      message: `${source} needs a client id and a client secret`,
    }));
}

/** Fetching refund lines takes a source that has them, a key and a shop that can be called. */
function unfetchableRefundLines(connections: Readonly<Record<string, Checkable>>): Issue[] {
  return Object.entries(connections).flatMap(([id, { source, shop = id, api: client, refundLines }]) => {
    if (refundLines === undefined) return [];
    const api = findSource(source)?.api;
    if (api?.refunds === undefined) {
      return { path: `${id}.refundLines`, message: `${source} has no refund lines to fetch` };
    }
    if (client === undefined) {
      return { path: `${id}.api`, message: 'refundLines needs a client id and a client secret' };
    }
    return (apiFault({ api, shop })?.issues ?? []).map((issue) => ({
      ...issue,
      path: `${id}.${issue.path}`,
    }));
  });
}

function foreignSecrets(connections: Readonly<Record<string, Checkable>>): Issue[] {
  return Object.entries(connections).flatMap(([id, { source, secrets }]) =>
    secrets.flatMap((secret, index) => {
      const message = findSource(source)?.checkSecret?.(secret);
      return message === undefined ? [] : { path: `${id}.secrets.${index}`, message };
    }),
  );
}

/** With the same service and prefix, customer 1 of one shop would become customer 1 of the other. */
function sharedIdentities(connections: Readonly<Record<string, Checkable>>): Issue[] {
  const owners = new Map<string, string>();
  return Object.entries(connections).flatMap(([id, { dfinery, externalIdPrefix }]) => {
    const key = JSON.stringify([dfinery.serviceId, externalIdPrefix]);
    const owner = owners.get(key);
    if (owner === undefined) {
      owners.set(key, id);
      return [];
    }
    const message = `needs a prefix of its own, because ${owner} sends to the same Dfinery service with the same one`;
    return [{ path: `${id}.externalIdPrefix`, message }];
  });
}
