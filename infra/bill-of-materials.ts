import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { buildFunctions } from './build.ts';

/** What npm says of one package; the rest is passed on as it is. */
const ComponentSchema = v.looseObject({
  'bom-ref': v.string(),
  name: v.string(),
  version: v.string(),
});
const BillSchema = v.looseObject({
  metadata: v.looseObject({ component: v.looseObject({ 'bom-ref': v.string() }) }),
  components: v.array(ComponentSchema),
  dependencies: v.array(v.looseObject({ ref: v.string(), dependsOn: v.array(v.string()) })),
});

const LockSchema = v.object({
  packages: v.record(v.string(), v.object({ version: v.optional(v.string()) })),
});

/** The folder of a package, also one inside another's. */
const PACKAGE = /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/;

/** In CycloneDX. */
export type BillOfMaterials = v.InferOutput<typeof BillSchema>;

/**
 * Returns the packages whose code is in the bundles of the functions, and nothing else: what only builds and tests use is in
 * no bundle. npm's own `--omit dev` also leaves out what both use, such as valibot and the client of SQS, so its full bill is cut to what
 * the bundler read. Throws if the bundler read a package that npm does not name.
 * @see https://docs.npmjs.com/cli/v11/commands/npm-sbom (read 2026-11-30)
 */
export async function billOfMaterials(): Promise<BillOfMaterials> {
  const [bundled, whole] = await Promise.all([bundledPackages(), wholeBill()]);
  const components = whole.components.filter((component) => bundled.has(component['bom-ref']));
  if (components.length < bundled.size) throw new Error('A bundle has a package that npm does not name');
  const kept = new Set([...components, whole.metadata.component].map((component) => component['bom-ref']));
  const dependencies = whole.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map((edge) => ({ ...edge, dependsOn: edge.dependsOn.filter((ref) => kept.has(ref)) }));
  // npm names it after the folder.
  const reference = whole.metadata.component['bom-ref'];
  const component = { ...whole.metadata.component, name: reference.slice(0, reference.lastIndexOf('@')) };
  return { ...whole, metadata: { ...whole.metadata, component }, components, dependencies };
}

/** Names with versions, such as `valibot@1.5.0`. */
async function bundledPackages(): Promise<Set<string>> {
  const folder = await mkdtemp(join(tmpdir(), 'bill-of-materials-'));
  try {
    const metafiles = Object.values(await buildFunctions(folder));
    const files = metafiles.flatMap(({ outputs }) =>
      Object.values(outputs).flatMap(({ inputs }) =>
        Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
      ),
    );
    const places = files.flatMap((file) => PACKAGE.exec(file)?.[0] ?? []);
    const { packages } = v.parse(LockSchema, JSON.parse(await readFile('package-lock.json', 'utf8')));
    return new Set(
      places.map((place) => `${place.split('node_modules/').at(-1)}@${packages[place]?.version}`),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function wholeBill(): Promise<BillOfMaterials> {
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'];
  const options = { shell: process.platform === 'win32', maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)('npm', args, options);
  return v.parse(BillSchema, JSON.parse(stdout));
}

if (import.meta.main) {
  const [, , file = 'bill-of-materials.cdx.json'] = process.argv;
  const bill = await billOfMaterials();
  await writeFile(file, `${JSON.stringify(bill, undefined, 2)}\n`);
  console.log(`${file}: ${bill.components.length} packages`);
}
