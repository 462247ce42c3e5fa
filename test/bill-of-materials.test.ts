import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { type BillOfMaterials, billOfMaterials } from '../infra/bill-of-materials.ts';

let bill: BillOfMaterials;
let names: string[];

beforeAll(async () => {
  bill = await billOfMaterials();
  names = bill.components.map(({ name }) => name);
});

test('The bill of materials names what the functions are made of, at the version of the lockfile', async () => {
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
    packages: Record<string, { version?: string }>;
  };
  const [direct, sdk] = ['valibot', '@aws-sdk/client-sqs'].map(
    (name) => packages[`node_modules/${name}`]?.version,
  );

  expect(bill.components.map((component) => component['bom-ref'])).toEqual(
    expect.arrayContaining([`valibot@${direct}`, `@aws-sdk/client-sqs@${sdk}`]),
  );
});

test('It is of the adapter, whatever the folder is called', async () => {
  const { name, version } = JSON.parse(await readFile('package.json', 'utf8')) as Record<string, unknown>;

  expect(bill.metadata.component).toMatchObject({ name, version });
});

test('It leaves out what only builds and tests use', async () => {
  const { devDependencies } = JSON.parse(await readFile('package.json', 'utf8')) as {
    devDependencies: Record<string, string>;
  };

  expect(names.filter((name) => Object.hasOwn(devDependencies, name))).toEqual([]);
});

test('Every dependency that it names is in it', () => {
  const references = new Set(bill.components.map((component) => component['bom-ref']));

  expect(
    bill.dependencies.flatMap(({ dependsOn }) => dependsOn.filter((ref) => !references.has(ref))),
  ).toEqual([]);
});
