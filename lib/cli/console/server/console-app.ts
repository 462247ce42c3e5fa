import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE } from 'hono/streaming';
import * as v from 'valibot';
import { maskText } from '../../mask.ts';
import { faults, type RequestDetails } from '../console-api.ts';
import { aboutAdapter } from './about-adapter.ts';
import { answerRun } from './answer-run.ts';
import { askForKey } from './ask-for-key.ts';
import { createChangeSender } from './change-sender.ts';
import { checkEvents } from './check-events-of-body.ts';
import type { ConsoleSettings } from './console-settings.ts';
import { guardRequests } from './guard-requests.ts';
import type { KeptRequest, LiveFeed } from './live-feed.ts';
import { maskPersons } from './mask-persons.ts';
import { pageFiles } from './page-files.ts';
import { showDelivery } from './show-delivery.ts';

/** A body of 4 MiB, as a text in JSON in which every character may need an escape. */
const MAX_BYTES = 10 * 1024 * 1024;

const StandInSchema = v.strictObject({
  fault: v.picklist(faults),
  unregistered: v.array(v.string()),
});

/** Where the console listens, and what its page proves itself with. */
interface Access {
  /** Set: only who knows it is let in. */
  readonly key: string | undefined;
  readonly port: () => number;
  readonly token: string;
}

/** Returns the console's server: its page, and what `console-api.ts` lists. */
export function createConsoleApp(settings: ConsoleSettings, access: Access): Hono {
  const app = new Hono();
  app.use(
    securityHeaders,
    guardRequests(access),
    ...(access.key === undefined ? [] : [askForKey(access.key)]),
    bodyLimit({ maxSize: MAX_BYTES, onError: (context) => context.text('Too large', 413) }),
  );
  app.onError((error, context) => {
    settings.onError(error);
    return context.text('This did not work; the terminal says why', 500);
  });

  for (const [path, { type, load }] of Object.entries(pageFiles)) {
    app.get(path, async (context) =>
      context.body(await load(access.token), 200, { 'content-type': type, 'cache-control': 'no-store' }),
    );
  }

  app.get('/api/about', (context) => context.json(aboutAdapter(settings)));
  app.post('/api/run', async (context) => {
    const answer = await answerRun(await jsonOf(context), settings);
    return 'status' in answer
      ? context.json({ message: answer.message }, answer.status)
      : context.json(answer);
  });
  if (settings.feed !== undefined) serveFeed(app, settings.feed, settings);
  return app;
}

/** What only `npm start` has. */
function serveFeed(app: Hono, feed: LiveFeed, settings: ConsoleSettings): void {
  app.get('/api/live', (context) => streamChanges(context, feed));
  app.get('/api/deliveries/:number', (context) => {
    const kept = feed.delivery(Number(context.req.param('number')));
    return kept === undefined ? context.notFound() : context.json(showDelivery(kept, reveals(context)));
  });
  app.get('/api/requests/:number', (context) => {
    const kept = feed.request(Number(context.req.param('number')));
    return kept === undefined ? context.notFound() : context.json(showRequest(kept, reveals(context)));
  });
  app.post('/api/stand-in', async (context) => {
    const read = v.safeParse(StandInSchema, await jsonOf(context));
    if (!read.success) return context.json({ message: 'Expected a fault and names' }, 400);
    feed.setStandIn(read.output);
    return context.json(feed.standIn());
  });
  app.post('/api/stand-in/check', async (context) => {
    const reasons = await checkEvents(await jsonOf(context), { feed, settings });
    return 'status' in reasons
      ? context.json({ message: reasons.message }, reasons.status)
      : context.json({ reasons });
  });
}

/** The page is one file of each kind, of this server; nothing is inline, and no other site may frame or load it. */
const securityHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  crossOriginResourcePolicy: 'same-origin',
  referrerPolicy: 'no-referrer',
  strictTransportSecurity: false,
  xFrameOptions: 'DENY',
});

function streamChanges(context: Context, feed: LiveFeed): Response {
  return streamSSE(context, async (stream) => {
    const send = createChangeSender((change) => stream.writeSSE({ data: JSON.stringify(change) }));
    send({ deliveries: feed.deliveries(), requests: feed.requests(), standIn: feed.standIn() });
    const end = feed.subscribe(send);
    await new Promise<void>((resolve) => {
      stream.onAbort(resolve);
    });
    end();
  });
}

function showRequest({ summary, body }: KeptRequest, reveal: boolean): RequestDetails {
  return { ...summary, body: reveal ? body : maskBody(body) };
}

/** What is no JSON may be anything. */
function maskBody(body: unknown): unknown {
  return typeof body === 'string' ? maskText(body) : maskPersons(body);
}

function reveals(context: Context): boolean {
  return context.req.query('reveal') === '1';
}

/** What is no JSON fits no schema. */
async function jsonOf(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    return undefined;
  }
}
