import { createRequire } from 'node:module';
import { defaultParameters } from '../reading/default-parameters.ts';

interface Resolver {
  readonly resolveVariable: (name: string) => Promise<unknown>;
}

const optionsOf = createRequire(import.meta.url)('../../../infra/node-options.cjs') as (
  resolver: Resolver,
) => Promise<{ readonly options: string }>;

/** Returns the variable `NODE_OPTIONS` of the functions, by the parameters of `serverless.yml`. */
export async function deployedNodeOptions(): Promise<string> {
  const parameters = defaultParameters();
  const resolveVariable = (name: string) => Promise.resolve(parameters[name.replace('param:', '')]);
  return (await optionsOf({ resolveVariable })).options;
}
