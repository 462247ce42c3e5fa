import { type MappingSettings, TOKEN_CLIENT_ID } from '../../model/connection.ts';
import type { Issue } from '../../model/errors.ts';
import { findSource } from '../../sources/all-sources.ts';
import { apiFault } from '../../sources/api-fault.ts';
import { needsApi } from '../../sources/needs-api.ts';
import type { ApiClient, ShopApi } from '../../sources/shop-api.ts';
import { wordsForKey } from '../../sources/words-for-key.ts';
import { type Mixable, mixedCustomers } from './mixed-customers.ts';

/** The fields of a connection that are checked here. */
interface Checkable extends Mixable, Pick<MappingSettings, 'testOrders'> {
  readonly secrets: readonly string[];
  readonly api?: ApiClient | undefined;
  readonly refundLines?: 'fetch' | undefined;
  readonly poll?: unknown;
  readonly intake?: 'webhook' | 'poll' | undefined;
}

/**
 * Returns the faults of connections taken together: unknown sources, APIs that cannot
 * be called, keys and secrets that do not fit their source, customers that would be mixed up.
 */
export function checkConnections(connections: Readonly<Record<string, Checkable>>): Issue[] {
  const checks = [
    unknownSources,
    missingSecrets,
    missingWebhooks,
    missingApis,
    foreignKeys,
    unfetchableRefundLines,
    unlistedShops,
    uncallableShops,
    foreignSecrets,
    mixedCustomers,
  ];
  return checks.flatMap((check) => check(connections));
}

function unknownSources(connections: Readonly<Record<string, Checkable>>): Issue[] {
  return Object.entries(connections)
    .filter(([, { source }]) => findSource(source) === undefined)
    .map(([id, { source }]) => ({ path: `${id}.source`, message: `there is no source ${source}` }));
}

/** Without a secret no webhook could be taken. */
function missingSecrets(connections: Readonly<Record<string, Checkable>>): Issue[] {
  return Object.entries(connections)
    .filter(([, { secrets, intake }]) => secrets.length === 0 && intake !== 'poll')
    .map(([id, { source }]) => ({
      path: `${id}.secrets`,
      message:
        findSource(source)?.listing === undefined
          ? 'needs at least one signing secret'
          : 'needs at least one signing secret, or "intake": "poll" with "poll": {}',
    }));
}

/** A platform without webhooks has nothing but its list. */
function missingWebhooks(connections: Readonly<Record<string, Checkable>>): Issue[] {
  return Object.entries(connections)
    .filter(([, { source, intake }]) => findSource(source)?.sendsWebhooks === false && intake !== 'poll')
    .map(([id, { source }]) => ({
      path: `${id}.intake`,
      message: `${source} sends no webhooks: it needs "intake": "poll" and "poll": {}`,
    }));
}

/** Asking for what changed takes a source that lists it, and a key. */
function unlistedShops(connections: Readonly<Record<string, Checkable>>): Issue[] {
  return Object.entries(connections).flatMap(([id, { source, api: client, poll, intake }]) => {
    if (poll === undefined) {
      const message = 'intake "poll" needs "poll": {}, or no order would come at all';
      return intake === 'poll' ? { path: `${id}.poll`, message } : [];
    }
    const { api, listing } = findSource(source) ?? {};
    if (api === undefined || listing === undefined) {
      return { path: `${id}.poll`, message: `${source} has no list to ask for` };
    }
    return client === undefined ? { path: `${id}.api`, message: `poll needs ${wordsForKey(api)}` } : [];
  });
}

/** Whatever is asked for, the shop's name has to lead to its API. */
function uncallableShops(connections: Readonly<Record<string, Checkable>>): Issue[] {
  return Object.entries(connections).flatMap(([id, { source: name, shop = id, api: client, ...asked }]) => {
    const source = findSource(name);
    if (source?.api === undefined || client === undefined) return [];
    const isAsked = needsApi(source) || asked.poll !== undefined || asked.refundLines !== undefined;
    const issues = (isAsked ? apiFault({ api: source.api, shop })?.issues : undefined) ?? [];
    return issues.map((issue) => ({ ...issue, path: `${id}.${issue.path}` }));
  });
}

/** Without the API no order could be fetched. */
function missingApis(connections: Readonly<Record<string, Checkable>>): Issue[] {
  return Object.entries(connections)
    .filter(([, { source: id, api }]) => {
      const source = findSource(id);
      return source !== undefined && needsApi(source) && api === undefined;
    })
    .map(([id, { source }]) => ({
      path: `${id}.api`,
      message: `${source} needs ${wordsForKey(findSource(source)?.api)}`,
    }));
}

/** A key of another form would be found out only when the shop refuses it. */
function foreignKeys(connections: Readonly<Record<string, Checkable>>): Issue[] {
  return Object.entries(connections).flatMap(([id, { source, api: client, testOrders }]) => {
    const api = findSource(source)?.api;
    if (api === undefined || client === undefined) return [];
    const message = takesForm(api, client)
      ? api.key?.check?.(client, { testOrders })
      : `${source} takes ${wordsForKey(api)}`;
    return message === undefined ? [] : { path: `${id}.api`, message };
  });
}

/** Says whether the key is a single text where one is taken, and an id with a secret elsewhere. */
function takesForm({ key, grant }: ShopApi, client: ApiClient): boolean {
  const isToken = client.clientId === TOKEN_CLIENT_ID;
  if (key?.parts === 'token') return isToken;
  return !isToken || grant?.permanentToken?.(client) !== undefined;
}

/** Fetching refund lines takes a source that has them, and a key. */
function unfetchableRefundLines(connections: Readonly<Record<string, Checkable>>): Issue[] {
  return Object.entries(connections).flatMap(([id, { source, api: client, refundLines }]) => {
    if (refundLines === undefined) return [];
    const api = findSource(source)?.api;
    if (api?.refunds === undefined) {
      return { path: `${id}.refundLines`, message: `${source} has no refund lines to fetch` };
    }
    return client === undefined
      ? { path: `${id}.api`, message: `refundLines needs ${wordsForKey(api)}` }
      : [];
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

/**
 * Returns a warning for each secret that two connections have: a webhook that one shop signed passes for the other's,
 * where no signed part names the shop. An app of Shopify has one secret for all of its shops, so it is no fault.
 */
export function sharedSecrets(connections: Readonly<Record<string, Pick<Checkable, 'secrets'>>>): Issue[] {
  const all = Object.entries(connections);
  return all.flatMap(([id, { secrets }]) =>
    secrets.flatMap((secret, index) => {
      const others = all.filter(([otherId, other]) => otherId !== id && other.secrets.includes(secret));
      const names = others.map(([otherId]) => otherId).join(', ');
      const message = `is a secret of ${names} too: whoever knows it can sign for either shop`;
      return names === '' ? [] : { path: `${id}.secrets.${index}`, message };
    }),
  );
}
