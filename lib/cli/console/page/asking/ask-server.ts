import { say } from '../words/language.ts';

const SECOND_MS = 1_000;
/** Longer than any command of the page takes: reading a shop's list of a year is left to the terminal. */
const TIMEOUT_MS = 600 * SECOND_MS;

/** Returns the answer to a GET. @throws {Error} the server does not answer, or refuses; its text says why. */
export async function getFromServer<Answer>(path: string): Promise<Answer> {
  return readAnswer(await fetch(path, { signal: AbortSignal.timeout(TIMEOUT_MS) }));
}

/** Returns the answer to a POST. @throws {Error} the server does not answer, or refuses; its text says why. */
export async function postToServer<Answer>(path: string, body: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'x-console-token': readToken() };
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return readAnswer(await fetch(path, { method: 'POST', headers, body: JSON.stringify(body), signal }));
}

async function readAnswer<Answer>(response: Response): Promise<Answer> {
  const text = await response.text();
  // A server that was started anew has another token.
  if (response.status === 403) throw new Error(say('reloadPage'));
  if (!response.ok) throw new Error(`${response.status} ${messageOf(text)}`);
  // The server and the page are of one version.
  return JSON.parse(text) as Answer;
}

/** Other pages of the browser cannot read it. */
function readToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="console-token"]')?.content ?? '';
}

/** A refusal is a text, or JSON with a message. */
function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as { readonly message?: string }).message ?? text;
  } catch {
    return text;
  }
}
