import * as v from 'valibot';
import { type Connection, ConnectionSchema } from '../../model/connection.ts';
import { ConfigError } from '../../model/errors.ts';
import { toIssues } from '../../model/issues.ts';
import { needsApi } from '../../sources/needs-api.ts';
import { findSource } from '../../sources/registry.ts';
import { type Terminal, UsageError } from '../command.ts';

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

/**
 * Reads a connection from a file or from options, and asks for missing secrets on the terminal.
 * @throws {ConfigError} it is not a connection; names paths, never values. @throws {UsageError} there is no terminal.
 */
export async function readConnection(
  { file, values }: ConnectionInput,
  terminal: Terminal,
): Promise<Connection> {
  const { source, shop } = values;
  const given =
    file === undefined ? { source, ...(shop !== undefined && { shop }) } : await readJson(file, terminal);
  const { secrets, dfinery, api, ...rest } = v.parse(GivenSchema, given);
  const known = typeof rest['source'] === 'string' ? findSource(rest['source']) : undefined;
  // Such a source needs a client for nothing else.
  const isForRefunds = values['client-id'] !== undefined && known?.api?.refunds !== undefined;
  const { refundLines = isForRefunds ? 'fetch' : undefined } = rest;
  const isNeeded = known !== undefined && needsApi(known);
  const isAsked = isNeeded || refundLines !== undefined || rest['poll'] !== undefined;
  const isSilent = rest['intake'] === 'poll' && secrets === undefined;
  const whole = {
    ...rest,
    ...(refundLines !== undefined && { refundLines }),
    ...(!isSilent && { secrets: secrets ?? [await ask(terminal, 'Signing secret of the shop: ')] }),
    dfinery: {
      ...dfinery,
      serviceId: dfinery?.serviceId ?? values['service-id'],
      accessToken: dfinery?.accessToken ?? (await ask(terminal, 'Access token of the Dfinery service: ')),
    },
    ...((isAsked || api !== undefined) && {
      api: {
        ...api,
        clientId: api?.clientId ?? values['client-id'],
        clientSecret: api?.clientSecret ?? (await ask(terminal, 'Client secret of the shop’s app or key: ')),
      },
    }),
  };
  const result = v.safeParse(ConnectionSchema, whole);
  if (result.success) return result.output;
  throw new ConfigError('This is not a connection', toIssues(result.issues, { namesFields: true }));
}

/** Finds out which secrets are missing. The connection is validated when it is complete. */
const GivenSchema = v.looseObject({
  secrets: v.optional(v.unknown()),
  dfinery: v.optional(
    v.looseObject({ serviceId: v.optional(v.unknown()), accessToken: v.optional(v.unknown()) }),
  ),
  api: v.optional(
    v.looseObject({ clientId: v.optional(v.unknown()), clientSecret: v.optional(v.unknown()) }),
  ),
});

async function readJson(file: string, terminal: Terminal): Promise<Record<string, unknown>> {
  const text = (await terminal.read(file)).toString();
  // The parser's own message quotes the text, and the text holds secrets.
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(undefined, 'is not JSON'), GivenSchema), text);
  if (result.success) return result.output;
  throw new ConfigError(`${file} is not a connection`, toIssues(result.issues, { namesFields: true }));
}

async function ask(terminal: Terminal, question: string): Promise<string> {
  const answer = await terminal.askSecret(question);
  if (answer !== undefined && answer !== '') return answer;
  throw new UsageError('Secrets have to come from FILE or standard input (-), or be typed on a terminal');
}
