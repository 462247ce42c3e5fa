import type { HttpHandler } from './http-server.ts';

/** Returns what a browser sees at the address of the webhooks: the way to the console, if there is one. */
export function frontPage(consoleUrl: () => string | undefined = () => undefined): HttpHandler {
  return (_request, response) => {
    const url = consoleUrl();
    const way = url === undefined ? '' : ` Look at it: <a href="${url}">${url}</a>`;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><title>Dfinery webhook adapter</title><p>Webhooks go here.${way}</p>\n`);
    return Promise.resolve();
  };
}
