import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a commit is called where there is none: outside of a Git repository, or without Git. */
export const UNKNOWN_COMMIT = 'unknown';

/**
 * Returns the commit that is checked out in a folder, all 40 digits of it, with `-dirty` if a file that Git knows was changed since;
 * `unknown` outside of a Git repository. Asks nobody over the network. It does not throw.
 */
export async function checkoutCommit(folder: string): Promise<string> {
  // Optional locks would get in the way of a Git that works beside this.
  const ask = ['--no-optional-locks', 'describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'];
  try {
    const { stdout } = await run('git', ask, { cwd: folder });
    return stdout.trim() || UNKNOWN_COMMIT;
  } catch {
    return UNKNOWN_COMMIT;
  }
}

// `serverless` asks this way, for the output AdapterCommit of the stack.
if (import.meta.main) console.log(await checkoutCommit(process.cwd()));
