import * as v from 'valibot';
import { type Connection, ConnectionSchema, NOT_JSON } from '../../model/connection.ts';
import { ConfigError } from '../../model/errors.ts';
import { toIssues } from '../../model/issues.ts';
import { findSource } from '../../sources/all-sources.ts';
import { needsApi } from '../../sources/needs-api.ts';
import type { Source } from '../../sources/source.ts';
import { type Terminal, UsageError } from '../command.ts';
import { isMasked } from '../mask.ts';

/** A connection is read from a file, or from options. */
export interface ConnectionInput {
  readonly file: string | undefined;
  readonly values: {
    readonly source?: string | undefined;
    readonly shop?: string | undefined;
    readonly 'service-id'?: string | undefined;
    readonly 'client-id'?: string | undefined;
  };
}

/** Returns a secret that was not given. */
type Answer = (question: string) => string | Promise<string>;

/** Stands for a secret while the rest is looked at. */
const STAND_IN = 'a secret that is not known yet';

/**
 * Reads a connection from a file or from options, and then asks for missing secrets on the terminal. AWS is not asked.
 * @throws {ConfigError} it is not a connection; names paths, never values. @throws {UsageError} there is no terminal.
 */
export async function readConnection(
  { file, values }: ConnectionInput,
  terminal: Terminal,
): Promise<Connection> {
  const { source, shop } = values;
  const given =
    file === undefined ? { source, ...(shop !== undefined && { shop }) } : await readJson(file, terminal);
  const read = v.parse(GivenSchema, given);
  refuseMasked(read);
  const { secrets, dfinery, api, ...written } = read;
  const known = typeof written['source'] === 'string' ? findSource(written['source']) : undefined;
  const onlyListed = known?.sendsWebhooks === false ? { intake: 'poll', poll: {} } : {};
  const rest: Record<string, unknown> = { ...onlyListed, ...written };
  // Such a source needs a client for nothing else.
  const isForRefunds = values['client-id'] !== undefined && known?.api?.refunds !== undefined;
  const { refundLines = isForRefunds ? 'fetch' : undefined } = rest;
  const isNeeded = known !== undefined && needsApi(known);
  const isAsked = isNeeded || refundLines !== undefined || rest['poll'] !== undefined;
  const isSilent = rest['intake'] === 'poll' && secrets === undefined;
  const complete = async (answer: Answer) => ({
    ...rest,
    ...(refundLines !== undefined && { refundLines }),
    ...(!isSilent && { secrets: secrets ?? [await answer('Signing secret of the shop: ')] }),
    dfinery: {
      ...dfinery,
      serviceId: dfinery?.serviceId ?? values['service-id'],
      accessToken: dfinery?.accessToken ?? (await answer('Access token of the Dfinery service: ')),
    },
    ...((isAsked || api !== undefined) && {
      api: await readKey(known, { api, clientId: values['client-id'] }, answer),
    }),
  });
  // Nobody should type three secrets to learn then that a field is misspelt.
  parseConnection(await complete(() => STAND_IN));
  return parseConnection(await complete((question) => ask(terminal, question)));
}

function parseConnection(whole: unknown): Connection {
  const result = v.safeParse(ConnectionSchema, whole);
  if (result.success) return result.output;
  throw new ConfigError('This is not a connection', toIssues(result.issues, { namesFields: true }));
}

/** What `connection get` prints without `--reveal` is long enough to pass for secrets. */
function refuseMasked({ secrets, dfinery, api }: v.InferOutput<typeof GivenSchema>): void {
  const all = [secrets, Object.values(dfinery ?? {}), Object.values(api ?? {})].flat(2);
  if (all.some((one) => typeof one === 'string' && isMasked(one)))
    throw new ConfigError('Its secrets are masked: get it again with --reveal');
}

/** The key of the shop's API, as far as it is given. A source whose shops have a single token is not asked for an id. */
async function readKey(
  source: Source | undefined,
  {
    api,
    clientId,
  }: { readonly api: v.InferOutput<typeof GivenSchema>['api']; readonly clientId: string | undefined },
  answer: Answer,
): Promise<unknown> {
  if (source?.api?.key?.parts === 'token') {
    if (clientId !== undefined)
      throw new UsageError(`${source.name} has a single token: leave out --client-id`);
    if (api?.clientSecret !== undefined) return api;
    return { ...api, token: api?.token ?? (await answer('Access token of the shop’s API: ')) };
  }
  // Where a token is wrong, the check of the whole connection says what is right.
  if (api?.token !== undefined) return api;
  return {
    ...api,
    clientId: api?.clientId ?? clientId,
    clientSecret: api?.clientSecret ?? (await answer('Client secret of the shop’s app or key: ')),
  };
}

/** Finds out which secrets are missing. The connection is validated when it is complete. */
const GivenSchema = v.looseObject({
  secrets: v.optional(v.unknown()),
  dfinery: v.optional(
    v.looseObject({ serviceId: v.optional(v.unknown()), accessToken: v.optional(v.unknown()) }),
  ),
  api: v.optional(
    v.looseObject({
      clientId: v.optional(v.unknown()),
      clientSecret: v.optional(v.unknown()),
      token: v.optional(v.unknown()),
    }),
  ),
});

async function readJson(file: string, terminal: Terminal): Promise<Record<string, unknown>> {
  const text = (await terminal.read(file)).toString();
  // The parser's own message quotes the text, and the text holds secrets.
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(undefined, NOT_JSON), GivenSchema), text);
  if (result.success) return result.output;
  throw new ConfigError(`${file} is not a connection`, toIssues(result.issues, { namesFields: true }));
}

async function ask(terminal: Terminal, question: string): Promise<string> {
  const answer = await terminal.askSecret(question);
  if (answer !== undefined && answer !== '') return answer;
  const wanted = question.replace(/: $/, '');
  throw new UsageError(
    `${wanted}: missing. It comes from FILE or standard input (-), or is typed on a terminal`,
  );
}
