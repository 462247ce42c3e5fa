import { readFile, rm, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { LOCAL_STACK_FILE } from '../../lib/cli/find-environment.ts';

/** Another stack on this machine answers at once. */
const ANSWER_MS = 1_000;

const StackFileSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ ADAPTER_URL: v.pipe(v.string(), v.url()) }),
);

/** The file by which commands with `--local` find a stack. */
export interface StackFile {
  /** The address of another stack that still runs in this folder: the file stays its own. */
  readonly takenBy: string | undefined;
  /** Removes the file, if it is ours. */
  remove(): Promise<void>;
}

/** Writes the environment of a stack for the commands, unless the file is that of a stack that answers. */
export async function writeStackFile(
  environment: Readonly<Record<string, string>> & { readonly ADAPTER_URL: string },
  file = LOCAL_STACK_FILE,
): Promise<StackFile> {
  const written = await addressIn(file);
  const takenBy = written !== undefined && (await answers(written)) ? written : undefined;
  if (takenBy === undefined) await writeFile(file, JSON.stringify(environment, undefined, 2));
  return {
    takenBy,
    async remove() {
      if ((await addressIn(file)) === environment.ADAPTER_URL) await rm(file, { force: true });
    },
  };
}

async function addressIn(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const { success, output } = v.safeParse(StackFileSchema, text);
  return success ? output.ADAPTER_URL : undefined;
}

/** Whatever it answers: the front knows one route only. */
async function answers(url: string): Promise<boolean> {
  try {
    await (await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) })).body?.cancel();
    return true;
  } catch {
    return false;
  }
}
