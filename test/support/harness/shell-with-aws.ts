import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What ran, and what it left. */
export interface ShellRun {
  readonly exitCode: number;
  readonly output: string;
  /** The words of each call of `aws`. */
  readonly calls: readonly (readonly string[])[];
}

interface ShellOptions {
  readonly folder: string;
  /** What each call of `aws` prints. */
  readonly answer?: string;
  /** What each call of `aws` complains of, if it fails. */
  readonly complaint?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs a script as a step with `shell: bash` does at GitHub, in a folder, with a stand-in for the command line of AWS that notes its calls.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell (read 2026-11-30)
 */
export async function runWithAws(
  script: string,
  { folder, answer = '', complaint, environment = {} }: ShellOptions,
): Promise<ShellRun> {
  const programs = join(folder, 'bin');
  const log = join(folder, 'calls.jsonl');
  await mkdir(programs, { recursive: true });
  await writeFile(join(folder, 'answer'), answer);
  await writeFile(join(folder, 'complaint'), complaint ?? '');
  await writeFile(log, '');
  const aws = join(programs, 'aws');
  await writeFile(
    aws,
    `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
appendFileSync(${JSON.stringify(log)}, JSON.stringify(process.argv.slice(2)) + '\\n');
process.stdout.write(readFileSync(${JSON.stringify(join(folder, 'answer'))}));
process.stderr.write(readFileSync(${JSON.stringify(join(folder, 'complaint'))}));
process.exitCode = ${complaint === undefined ? 0 : 254};
`,
  );
  await chmod(aws, 0o755);
  const env = { PATH: `${programs}:/usr/bin:/bin`, ...environment };
  const { exitCode, output } = await new Promise<{ exitCode: number; output: string }>((resolve) => {
    execFile(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script],
      { cwd: folder, env },
      (error, stdout, stderr) => {
        resolve({ exitCode: error === null ? 0 : Number(error.code), output: stdout + stderr });
      },
    );
  });
  const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
  return { exitCode, output, calls: lines.map((line) => JSON.parse(line) as string[]) };
}
