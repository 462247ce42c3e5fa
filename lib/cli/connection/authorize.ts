import { randomUUID } from 'node:crypto';
import { ConfigError, PayloadError } from '../../model/errors.ts';
import type { HttpAnswer } from '../../runtime/http/http-answer.ts';
import type { OAuthConnection } from '../../shop-client/access-tokens.ts';
import { type AskShop, createAskShop } from '../../shop-client/ask-shop.ts';
import { findSource } from '../../sources/all-sources.ts';
import { apiFault } from '../../sources/api-fault.ts';
import type { ApiTokens, OAuth } from '../../sources/shop-api.ts';
import type { StoredConnection } from '../../stores/connections/stored-connections.ts';
import { sealTokens } from '../../stores/tokens/seal-tokens.ts';
import { type Terminal, UsageError } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { OperatorAccess } from '../operator-access.ts';

export interface Authorization {
  readonly connection: StoredConnection;
  /** As registered with the platform. Nothing has to listen there. */
  readonly redirectUri: string | undefined;
}

/**
 * Asks the owner of a shop for access to its orders (OAuth code flow), and stores the tokens, sealed. The page to which
 * the owner is redirected need not exist: its address is pasted here.
 * @throws {ConfigError} the platform needs no authorization, or the connection is incomplete.
 * @throws {UsageError} the redirect address is missing, or standard input is not a terminal.
 */
export async function authorize(
  access: OperatorAccess,
  { connection, redirectUri }: Authorization,
  terminal: Terminal,
): Promise<ExitCode> {
  const place = placeOf(connection);
  if (redirectUri === undefined || !URL.canParse(redirectUri)) {
    throw new UsageError('--redirect-uri needs the address that is registered for the app');
  }
  const { oauth } = place.api;
  const scopes = oauth.scopes(connection.shop ?? {});
  const code = await askForCode({ ...place, redirectUri, scopes }, terminal);
  const ask = createAskShop(access.config.SHOP_API_BASE_URL);
  const grant = readGrant(oauth, await ask(place, oauth.codeRequest(place.client, { code, redirectUri })));
  if (grant.kind === 'refused') {
    terminal.complain(`The shop gave no tokens: ${grant.problem}`);
    return grant.exitCode;
  }
  const { connection: id, client } = place;
  const sealed = sealTokens(grant.tokens, { connection: id, clientSecret: client.clientSecret });
  await access.tokens().put(id, sealed);
  const refusal = await complete(ask, place, grant.tokens);
  if (refusal !== undefined) {
    const { problem } = refusal;
    terminal.complain(`The tokens are stored, but the shop did not complete the connection: ${problem}.`);
    terminal.complain('If it was completed before, nothing is missing: adapter doctor tells.');
    return refusal.exitCode;
  }
  const { refreshExpiresAt } = grant.tokens;
  terminal.print(JSON.stringify({ id, outcome: 'authorized', refreshExpiresAt }));
  return exitCodes.done;
}

function placeOf({ id, shop, api: client }: StoredConnection): OAuthConnection {
  if (shop === undefined) throw new ConfigError(`Unknown connection: ${id}`);
  const api = findSource(shop.source)?.api;
  if (api === undefined)
    throw new ConfigError(`${shop.source} delivers whole orders: there is nothing to authorize`);
  const { oauth } = api;
  if (oauth === undefined) {
    const words = 'takes the client id and secret as they are: there is nothing to authorize';
    throw new ConfigError(`${shop.source} ${words}`);
  }
  if (client === undefined)
    throw new ConfigError(`${id} has no client id and secret: run adapter connection put`);
  const place = { connection: id, shop: shop.shop ?? id, api: { ...api, oauth }, client };
  const fault = apiFault(place);
  if (fault !== undefined) throw fault;
  return place;
}

interface Redirection {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
}

async function askForCode(
  { api, shop, client, redirectUri, scopes }: OAuthConnection & Redirection,
  terminal: Terminal,
): Promise<string> {
  const state = randomUUID();
  const { clientId } = client;
  const address = api.oauth.authorizeAddress({ shop, clientId, redirectUri, scopes, state });
  terminal.complain(`Open this address as the owner of ${shop}, and agree:\n\n  ${address}\n`);
  terminal.complain(`You are redirected to ${redirectUri}?code=…; that page need not exist.`);
  const pasted = await terminal.askSecret('Paste the whole address of that page (it is not shown): ');
  if (pasted === undefined || pasted === '')
    throw new UsageError('The address has to be pasted on a terminal');
  return readCode(pasted.trim(), state);
}

/** @throws {ConfigError} the address belongs to another attempt, or says that access was refused. */
function readCode(address: string, state: string): string {
  const parameters = URL.canParse(address) ? new URL(address).searchParams : new URLSearchParams();
  const error = parameters.get('error') ?? parameters.get('errorCode');
  if (error !== null) throw new ConfigError(`Access was not granted: ${error.slice(0, 100)}`);
  const code = parameters.get('code');
  if (code === null || code === '') throw new ConfigError('The address has no code');
  // Without this check an attacker could have the shop of another owner authorized.
  if (parameters.get('state') !== state)
    throw new ConfigError('The address belongs to another attempt: run the command again');
  return code;
}

/** Tells the platform that the connection is made, if it wants to know. Returns why it refused; nothing if it did not. */
async function complete(
  ask: AskShop,
  place: OAuthConnection,
  { accessToken }: ApiTokens,
): Promise<Refusal | undefined> {
  const request = place.api.oauth.completion?.();
  if (request === undefined) return undefined;
  const headers = { ...request.headers, authorization: `Bearer ${accessToken}` };
  const answer = await ask(place, { ...request, headers });
  return isGood(answer) ? undefined : refusalOf(answer);
}

type Grant =
  | { readonly kind: 'granted'; readonly tokens: ApiTokens }
  | ({ readonly kind: 'refused' } & Refusal);

interface Refusal {
  readonly problem: string;
  readonly exitCode: ExitCode;
}

function isGood(answer: HttpAnswer): answer is Extract<HttpAnswer, { kind: 'answered' }> {
  return answer.kind === 'answered' && answer.status === 200;
}

function refusalOf(answer: HttpAnswer): Refusal {
  if (answer.kind === 'unanswered') return { problem: answer.reason, exitCode: exitCodes.unreachable };
  const { status } = answer;
  return { problem: `HTTP ${status}`, exitCode: status >= 500 ? exitCodes.unreachable : exitCodes.refused };
}

function readGrant(oauth: OAuth, answer: HttpAnswer): Grant {
  if (!isGood(answer)) return { kind: 'refused', ...refusalOf(answer) };
  try {
    return { kind: 'granted', tokens: oauth.readTokens(JSON.parse(answer.body), new Date()) };
  } catch (error) {
    if (!(error instanceof PayloadError || error instanceof SyntaxError)) throw error;
    return { kind: 'refused', problem: 'the answer cannot be read', exitCode: exitCodes.refused };
  }
}
