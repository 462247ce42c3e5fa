import * as v from 'valibot';
import { type TrialConnection, TrialConnectionSchema } from '../model/connection.ts';
import { ConfigError } from '../model/errors.ts';
import { toIssues } from '../model/issues.ts';
import type { Source } from '../sources/source.ts';
import type { Terminal } from './command.ts';

/** The shop of a trial connection that names none. It is part of the event ids. */
const TRIAL_SHOP = 'trial';

export type NamedTrialConnection = TrialConnection & { readonly shop: string };

/**
 * Reads the connection in a file, or returns the defaults if no file is given.
 * @throws {ConfigError} the file is not a connection of this source.
 */
export async function readTrialConnection(
  terminal: Pick<Terminal, 'read'>,
  { file, source }: { file: string | undefined; source: Source },
): Promise<NamedTrialConnection> {
  const json =
    file === undefined ? { source: source.id } : parse((await terminal.read(file)).toString(), file);
  const result = v.safeParse(TrialConnectionSchema, json);
  if (!result.success)
    throw new ConfigError(
      `${file ?? ''} is not a connection`,
      toIssues(result.issues, { namesFields: true }),
    );
  if (result.output.source !== source.id) {
    throw new ConfigError(`${file ?? ''} is a connection of ${result.output.source}, not of ${source.id}`);
  }
  return { ...result.output, shop: result.output.shop ?? TRIAL_SHOP };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(`${file} is not JSON`);
  }
}
