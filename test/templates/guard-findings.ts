import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import type { Finding } from './finding.ts';

/** What cfn-guard ends with if a rule finds something. */
const FOUND = 19;

const require = createRequire(import.meta.url);

/** As cfn-guard prints it. A rule's checks are nested by its text, so the parts they look at are read out of the whole. */
const ReportSchema = v.array(
  v.object({
    name: v.string(),
    not_compliant: v.array(v.object({ Rule: v.looseObject({ name: v.string() }) })),
  }),
);

/**
 * Returns what cfn-guard finds in each template's file by the rules of AWS Control Tower, in the order of the files. It cannot
 * follow conditions, so the templates are resolved ones.
 * @throws {Error} the package has no cfn-guard for this machine, or cfn-guard fails.
 */
export async function guardFindings(files: readonly string[]): Promise<Finding[][]> {
  const folder = dirname(require.resolve('@cdklabs/cdk-validator-cfnguard/package.json'));
  const rules = join(folder, 'rules/control-tower/cfn-guard');
  const options = ['--structured', '--output-format', 'json', '--show-summary', 'none'];
  const report = await run(join(folder, 'bin', ...platform(), 'cfn-guard'), [
    'validate',
    '--rules',
    rules,
    ...files.flatMap((file) => ['--data', file]),
    ...options,
  ]);
  const results = v.parse(ReportSchema, JSON.parse(report));
  return files.map((file) => {
    const result = results.find(({ name }) => name === file);
    if (result === undefined) throw new Error(`cfn-guard says nothing of ${file}`);
    return result.not_compliant.flatMap(({ Rule }) => findingsOf(Rule.name, JSON.stringify(Rule)));
  });
}

function findingsOf(rule: string, text: string): Finding[] {
  const controls = new Set([...text.matchAll(/\[(CT\.[A-Z0-9]+\.PR\.\d+)\]/g)].map(([, id = '']) => id));
  const parts = new Set([...text.matchAll(/"\/Resources\/(\w+)/g)].map(([, name = '']) => name));
  return [...parts].map((part) => ({ rule: [...controls].join(), part, message: rule }));
}

async function run(command: string, args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(command, args, { maxBuffer: 2 ** 28 })).stdout;
  } catch (error) {
    const { code, stdout } = error as { code?: unknown; stdout?: string };
    if (code !== FOUND || stdout === undefined) throw error;
    return stdout;
  }
}

function platform(): [system: string, processor: string] {
  const system = { linux: 'ubuntu', darwin: 'macos' }[process.platform as string];
  const processor = { x64: 'x86_64', arm64: 'aarch64' }[process.arch as string];
  if (system === undefined || processor === undefined) {
    throw new Error(`There is no cfn-guard for ${process.platform} on ${process.arch}`);
  }
  return [system, processor];
}
