import type { MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { isSameText } from './is-same-text.ts';

const COOKIE = 'console-key';

/**
 * Lets in whoever opened the address with the key once: a cookie remembers it. Without it, every user of the machine could
 * read a stage with the credentials of whoever started the console.
 */
export function askForKey(key: string): MiddlewareHandler {
  return async (context, next) => {
    const typed = context.req.query('key');
    if (context.req.path === '/' && typed !== undefined && isSameText(typed, key)) {
      setCookie(context, COOKIE, key, { httpOnly: true, sameSite: 'Strict', path: '/' });
      return context.redirect('/');
    }
    if (!isSameText(getCookie(context, COOKIE) ?? '', key)) {
      return context.text('Open the whole address that the terminal shows: it holds a key', 403);
    }
    await next();
    return undefined;
  };
}
