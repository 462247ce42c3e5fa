import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type HttpHandler, type RunningServer, startServer } from './http-server.ts';
import { isOfProgram } from './is-of-program.ts';

/**
 * Starts a stand-in for a service: an HTTP server on 127.0.0.1 that answers programs of this machine only. It asks for no
 * credentials, so a page of another site must not reach it through a browser. Otherwise as `startServer`.
 */
export function startStandIn(handler: HttpHandler, port = 0): Promise<RunningServer> {
  return startServer(async (request, response) => {
    if (isOfProgram(request)) await handler(request, response);
    else refuse(response);
  }, port);
}

/** Makes a server of a package a stand-in: what does not come from a program of this machine does not reach it. */
export function answerProgramsOnly(server: Server): void {
  const listeners = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!isOfProgram(request)) {
      refuse(response);
      return;
    }
    for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
  });
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'text/plain' });
  response.end('Only programs of this machine are answered');
}
