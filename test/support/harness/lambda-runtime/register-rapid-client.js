import { registerHooks } from 'node:module';

/** Makes AWS's runtime client load `rapid-client.js` in place of its native part. Loaded by `--import`. */
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === './rapid-client.node'
      ? { url: import.meta.resolve('./rapid-client.js'), shortCircuit: true }
      : nextResolve(specifier, context),
});
