import { UsageError } from '../command.ts';

/** Returns what JSON has at a path with dots; `undefined` if it has nothing there. Pure. */
export function valueAt(json: unknown, path: string): unknown {
  let found: unknown = json;
  for (const key of path.split('.')) found = isHolder(found) ? found[key] : undefined;
  return found;
}

/**
 * Puts a value into JSON, in place. What was a text stays one, as platforms write amounts; anything else is JSON, or a text
 * if it is none. @throws {UsageError} the argument is no `PATH=VALUE`, or the path leads through a value.
 */
export function setArgument(json: unknown, argument: string): void {
  const end = argument.indexOf('=');
  if (end < 1) throw new UsageError(`--set needs PATH=VALUE (you wrote "${argument}")`);
  const path = argument.slice(0, end);
  const text = argument.slice(end + 1);
  setAt(json, path, typeof valueAt(json, path) === 'string' ? text : parsed(text));
}

/** Puts a value into JSON, in place. @throws {UsageError} the path leads through a value. */
export function setAt(json: unknown, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const holder = keys.length === 0 ? json : valueAt(json, keys.join('.'));
  if (!isHolder(holder)) throw new UsageError(`The body has no ${keys.join('.')}, so ${path} cannot be set`);
  holder[last] = value;
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
