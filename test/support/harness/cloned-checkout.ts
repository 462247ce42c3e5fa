import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The files of a fresh clone after `npm ci`, without build output. */
const ENTRIES = ['functions', 'lib', 'infra', 'serverless.yml', 'package.json', 'tsconfig.json'];

export interface ClonedCheckout {
  readonly folder: string;
  /** Runs `serverless` there with fake credentials, and returns what it prints. @throws {Error} it fails, with the same. */
  readonly serverless: (
    args: readonly string[],
    /** Where AWS is reached. */
    environment: Readonly<Record<string, string>>,
  ) => Promise<string>;
  readonly remove: () => Promise<void>;
}

/** Copies the checkout into a folder of its own, so that what is built there disturbs no other test. */
export async function cloneCheckout(): Promise<ClonedCheckout> {
  const folder = await mkdtemp(join(tmpdir(), 'adapter-deploy-'));
  for (const entry of ENTRIES) await cp(join(ROOT, entry), join(folder, entry), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    serverless: async (args, given) => {
      const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
      const serverless = run(join(ROOT, 'node_modules/.bin/serverless'), [...args], {
        cwd: folder,
        env: {
          ...Object.fromEntries(environment),
          AWS_ACCESS_KEY_ID: 'local',
          AWS_SECRET_ACCESS_KEY: 'local',
          ...given,
        },
      });
      const { stdout, stderr } = await serverless.catch((error: unknown) => {
        const { stdout: printed = '' } = error as { readonly stdout?: string };
        throw new Error(`serverless ${args.join(' ')} failed: ${printed}`, { cause: error });
      });
      return stdout + stderr;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}
