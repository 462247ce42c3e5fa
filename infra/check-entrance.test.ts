import { expect, test } from 'vitest';

type Plugin = new (serverless: {
  readonly service: { readonly custom: { readonly parameters: Readonly<Record<string, string | number>> } };
  readonly classes: { readonly Error: ErrorConstructor };
}) => { readonly hooks: { readonly initialize: () => void } };

/** It is JavaScript, because the framework loads it on any Node. */
const plugin = new URL('check-entrance.js', import.meta.url).href;
const { default: CheckEntrance } = (await import(plugin)) as { default: Plugin };

const defaults = { entrance: 'http-api', accessLog: 'none', routeRateLimit: '', routeBurstLimit: '' };

function check(parameters: Readonly<Record<string, string | number>>): void {
  const custom = { parameters: { ...defaults, ...parameters } };
  new CheckEntrance({ service: { custom }, classes: { Error } }).hooks.initialize();
}

test.each([
  {},
  { accessLog: 'requests', routeRateLimit: 50, routeBurstLimit: 100 },
  { entrance: 'function-url' },
])('%j is deployed', (parameters) => {
  expect(() => {
    check(parameters);
  }).not.toThrow();
});

test.each([
  [{ entrance: 'alb' }, 'The parameter entrance is "alb". It has to be http-api or function-url.'],
  [{ entrance: '' }, 'The parameter entrance is "". It has to be http-api or function-url.'],
  [{ entrance: 'function-url', accessLog: 'requests' }, 'The parameter accessLog does nothing'],
  [{ entrance: 'function-url', routeRateLimit: 50 }, 'The parameter routeRateLimit does nothing'],
  [{ entrance: 'function-url', routeBurstLimit: '100' }, 'The parameter routeBurstLimit does nothing'],
])('%j is refused with a sentence', (parameters, sentence) => {
  expect(() => {
    check(parameters);
  }).toThrow(sentence);
});
