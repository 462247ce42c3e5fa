import type { IncomingMessage } from 'node:http';

/** What a request says about who sends it. */
type Asked = Pick<IncomingMessage, 'headers'>;

/** Tells whether a request was sent to a name of this machine, not to one that a tunnel has or that was made to point here. */
export function isToThisMachine({ headers: { host = '' } }: Asked): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
}

/**
 * Tells whether a page of another site sends a request: a browser lets any page post to this machine, and says whose it is.
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function isOfOtherSite({ headers }: Asked): boolean {
  const { host = '', origin = `http://${host}`, 'sec-fetch-site': site = 'none' } = headers;
  return origin !== `http://${host}` || (site !== 'none' && site !== 'same-origin');
}

/** Tells whether a request comes from a program of this machine, or from a person who typed its address into a browser. */
export function isOfProgram(request: Asked): boolean {
  return isToThisMachine(request) && !isOfOtherSite(request);
}
