import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildFunctions } from '../../../infra/build.ts';
import { BUILT_FUNCTIONS } from './built-functions.ts';

/** Bundles the functions once for all suites of a run, and tells them the folder by a variable. Vitest calls it. */
export default async function buildFunctionsOnce(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'built-functions-'));
  const build = async (): Promise<void> => {
    const metafiles = await buildFunctions(join(folder, 'dist'));
    await writeFile(join(folder, 'metafiles.json'), JSON.stringify(metafiles));
  };
  await build();
  project.onTestsRerun(build);
  process.env[BUILT_FUNCTIONS] = folder;
  return () => rm(folder, { recursive: true });
}
