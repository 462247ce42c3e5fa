import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A file that a browser loads. Read anew each time, so an edit shows after a reload. */
interface PageFile {
  readonly type: string;
  readonly load: (token: string) => Promise<string>;
}

const folder = new URL('../page/', import.meta.url);

/** All files of the page by path. The script is bundled in memory, which takes some hundredths of a second. */
export const pageFiles: Readonly<Record<string, PageFile>> = {
  '/': {
    type: 'text/html; charset=utf-8',
    load: async (token) =>
      (await readFile(new URL('index.html', folder), 'utf8')).replace('__TOKEN__', token),
  },
  '/icon.svg': {
    type: 'image/svg+xml',
    load: () => readFile(new URL('icon.svg', folder), 'utf8'),
  },
  '/page.css': {
    type: 'text/css; charset=utf-8',
    load: () => readFile(new URL('page.css', folder), 'utf8'),
  },
  '/page.js': {
    type: 'text/javascript; charset=utf-8',
    load: async () => {
      const { outputFiles } = await build({
        entryPoints: [fileURLToPath(new URL('main.tsx', folder))],
        bundle: true,
        write: false,
        format: 'esm',
        target: 'es2022',
        minify: true,
        logLevel: 'silent',
      });
      return outputFiles[0]?.text ?? '';
    },
  },
};
