import { registerHooks } from 'node:module';

/** Makes AWS's runtime client load `rapid-client.ts` in place of its native part. Loaded by `--import`. */
registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === './rapid-client.node'
      ? { url: import.meta.resolve('./rapid-client.ts'), shortCircuit: true }
      : nextResolve(specifier, context),
});
