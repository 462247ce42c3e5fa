import * as v from 'valibot';
import { NOT_JSON, type TrialConnection, TrialConnectionSchema } from '../model/connection.ts';
import { ConfigError } from '../model/errors.ts';
import { toIssues } from '../model/issues.ts';
import type { Source } from '../sources/source.ts';
import type { Terminal } from './command.ts';

/** The shop of a trial connection that names none. It is part of the event ids. */
export const TRIAL_SHOP = 'trial';

export type NamedTrialConnection = TrialConnection & { readonly shop: string };

interface Wanted {
  /** `FILE`, or `FILE#ID` for one of a file with several. */
  readonly file: string | undefined;
  readonly source: Source;
  /** Counts before the connection's. */
  readonly shop?: string | undefined;
}

/**
 * Reads the connection in a file, or returns the defaults if no file is given. The file has one connection, or several by
 * their ids, as `connections.local.json` has.
 * @throws {ConfigError} the file has no connection of this source, or several and none is named.
 */
export async function readTrialConnection(
  terminal: Pick<Terminal, 'read'>,
  { file, source, shop }: Wanted,
): Promise<NamedTrialConnection> {
  const chosen = file === undefined ? { json: { source: source.id } } : await choose(terminal, file);
  const result = v.safeParse(TrialConnectionSchema, chosen.json);
  if (!result.success)
    throw new ConfigError(
      `${file ?? ''} is not a connection`,
      toIssues(result.issues, { namesFields: true }),
    );
  if (result.output.source !== source.id) {
    throw new ConfigError(`${file ?? ''} is a connection of ${result.output.source}, not of ${source.id}`);
  }
  return { ...result.output, shop: shop ?? result.output.shop ?? chosen.id ?? TRIAL_SHOP };
}

interface Chosen {
  readonly json: unknown;
  /** Names the shop of a connection that names none, as everywhere else. */
  readonly id?: string;
}

async function choose(terminal: Pick<Terminal, 'read'>, given: string): Promise<Chosen> {
  const [, file = given, id] = /^(.+)#([a-z0-9-]+)$/.exec(given) ?? [];
  const json = parse((await terminal.read(file)).toString(), file);
  const several = connectionsIn(json);
  if (several === undefined && id === undefined) return { json };
  const ids = Object.keys(several ?? {});
  const [only = ''] = ids;
  const name = id ?? (ids.length === 1 ? only : undefined);
  if (name === undefined) {
    throw new ConfigError(
      `${file} has several connections: name one, as in ${file}#${only} (${ids.join(', ')})`,
    );
  }
  if (several === undefined || !Object.hasOwn(several, name)) {
    throw new ConfigError(`${file} has no connection ${name}`);
  }
  return { json: several[name], id: name };
}

/** A connection has a source, which is a text. Of a map every value is a connection. */
function connectionsIn(json: unknown): Readonly<Record<string, unknown>> | undefined {
  const result = v.safeParse(v.record(v.string(), v.looseObject({ source: v.string() })), json);
  return result.success && Object.keys(result.output).length > 0 ? result.output : undefined;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(`${file} ${NOT_JSON}`);
  }
}
