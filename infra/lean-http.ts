import type { Plugin } from 'esbuild';

/**
 * Takes Node's HTTP modules into a bundle as CommonJS would. An ES module that imports `node:http` makes Node read every
 * one of its exports, and one of them is `WebSocket`, which loads the whole of undici that nobody here uses: 12 ms of a
 * cold start on the machine where the rest of the drain took 47.
 */
export const leanHttp: Plugin = {
  name: 'lean-http',
  setup(build) {
    build.onResolve({ filter: /^(node:)?https?$/ }, ({ path }) => ({
      path: path.replace(/^(?!node:)/, 'node:'),
      namespace: 'lean-http',
    }));
    build.onLoad({ filter: /.*/, namespace: 'lean-http' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('${path}');`,
    }));
  },
};
