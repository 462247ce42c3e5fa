import { UsageError } from './command.ts';

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?=[:/]|$)/i;

/**
 * Returns the address that `--to` names. One of this machine may come without `http://`.
 * @throws {UsageError} it is missing, or no address.
 */
export function readTarget(option: string | undefined): URL {
  const needs = '--to needs the address of a webhook';
  if (option === undefined || option === '') throw new UsageError(needs);
  const text = LOOPBACK.test(option) ? `http://${option}` : option;
  if (!/^https?:\/\//i.test(text)) throw new UsageError(`${needs}, with https:// in front: ${option}`);
  if (!URL.canParse(text)) throw new UsageError(`${needs}: ${option}`);
  return new URL(text);
}

/** Tells whether an address is one of this machine. */
export function isLoopback({ host }: URL): boolean {
  return LOOPBACK.test(host);
}
