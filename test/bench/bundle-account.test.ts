import { expect, test } from 'vitest';
import {
  bundleBytes,
  bytesAtStart,
  bytesByPackage,
  bytesByPackageAtStart,
  modulesReadAtStart,
  packageModulesAtStart,
} from './bundle-account.ts';

function output(
  bytes: number,
  inputs: Record<string, number>,
  imports: Record<string, 'import-statement' | 'dynamic-import'> = {},
) {
  return {
    bytes,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([file, bytesInOutput]) => [file, { bytesInOutput }]),
    ),
    imports: Object.entries(imports).map(([path, kind]) => ({ path, kind })),
    exports: [],
  };
}

const bundle = {
  outputs: {
    'dist/index.mjs': output(
      100,
      { 'lib/a.ts': 40, 'node_modules/@scope/one/index.js': 50 },
      { 'dist/chunks/shared.mjs': 'import-statement', 'dist/chunks/rare.mjs': 'dynamic-import' },
    ),
    'dist/chunks/shared.mjs': output(30, { 'node_modules/two/a.js': 10, 'node_modules/two/b.js': 15 }),
    'dist/chunks/rare.mjs': output(7, { 'node_modules/rare/index.js': 7 }),
    'dist/index.mjs.map': output(1_000, {}),
  },
};

test('a cold start reads static imports, and no dynamic ones', () => {
  expect(bytesAtStart(bundle)).toBe(130);
  expect(modulesReadAtStart(bundle)).toHaveLength(4);
  expect(packageModulesAtStart(bundle)).toBe(3);
  expect([...bytesByPackageAtStart(bundle).keys()]).toEqual(['(adapter)', '@scope/one', 'two']);
});

test('a bundle counts all of its code', () => {
  expect(bundleBytes(bundle)).toBe(137);
  expect(Object.fromEntries(bytesByPackage(bundle))).toEqual({
    '(adapter)': 40,
    '@scope/one': 50,
    two: 25,
    rare: 7,
  });
});
