import { ConfigError } from '../model/errors.ts';

/** Returns the address of a webhook. @throws {ConfigError} it is not one with https; the error does not quote it. */
export function readWebhookAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.protocol === 'http:' && url.hostname === '127.0.0.1';
  if (url?.protocol === 'https:' || (url !== undefined && isLocal)) return url;
  throw new ConfigError('The parameter of the alarm webhook is no https address');
}
