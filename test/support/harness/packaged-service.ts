import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';

const run = promisify(execFile);

const TemplateSchema = v.object({
  Conditions: v.optional(v.record(v.string(), v.unknown()), {}),
  Resources: v.record(
    v.string(),
    v.looseObject({
      Type: v.string(),
      Properties: v.optional(v.record(v.string(), v.unknown()), {}),
      DeletionPolicy: v.optional(v.string()),
      UpdateReplacePolicy: v.optional(v.string()),
    }),
  ),
  Outputs: v.record(v.string(), v.record(v.string(), v.unknown())),
});

export type Template = v.InferOutput<typeof TemplateSchema>;

export interface PackagedService {
  /** Holds the templates and one zip for each function. */
  readonly folder: string;
  readonly templateFile: string;
  readonly template: Template;
}

/** Packages the default stage. `parameters` are those of the deployment, such as `logLevel=WARN`. */
export function packageService(...parameters: readonly string[]): Promise<PackagedService> {
  return packageWith(parameters.map((parameter) => `--param=${parameter}`));
}

/**
 * Runs `serverless package` into a folder of its own, without credentials or network, and returns its result. It rebuilds
 * the bundles in `dist/`, so only one may run at a time. `options` are those of the command, such as `--stage=prod`.
 * @throws {Error} a parameter is refused; `stdout` says which.
 */
export async function packageWith(options: readonly string[]): Promise<PackagedService> {
  const folder = await mkdtemp(join(tmpdir(), 'adapter-package-'));
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  try {
    await run('node_modules/.bin/serverless', ['package', '--package', folder, ...options], {
      env: Object.fromEntries(environment),
    });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const templateFile = join(folder, 'cloudformation-template-update-stack.json');
  const template = v.parse(TemplateSchema, JSON.parse(await readFile(templateFile, 'utf8')));
  return { folder, templateFile, template };
}
