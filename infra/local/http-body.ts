import type { IncomingMessage, ServerResponse } from 'node:http';

/** Returns the bytes of the body, or `undefined` if they exceed `maxBytes`. The body is read to its end in any case. */
export async function readBody(
  request: IncomingMessage,
  maxBytes = Number.POSITIVE_INFINITY,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  return bytes <= maxBytes ? Buffer.concat(chunks) : undefined;
}

/** Ends the response with a value as JSON, indented if a person is to read it. */
export function sendJson(
  response: ServerResponse,
  { status = 200, body, indent }: { status?: number; body: unknown; indent?: number },
): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body, null, indent));
}
