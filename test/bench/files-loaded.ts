import { firstAnswer } from './first-answer.ts';
import type { FirstOrder } from './first-orders.ts';
import type { ReceiverSurroundings } from './receiver-surroundings.ts';

const NOTE_FILES = `
import { registerHooks } from 'node:module';
registerHooks({
  load: (url, context, next) => {
    process.stderr.write('loaded ' + url + '\\n');
    return next(url, context);
  },
});`;

/** Returns the URLs of all files that the packaged receiver has loaded when it has answered its first order. */
export async function filesLoaded(
  taskRoot: string,
  order: FirstOrder,
  { environment }: ReceiverSurroundings,
): Promise<string[]> {
  const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(NOTE_FILES)}`;
  const { logs } = await firstAnswer({ taskRoot, order, environment: { ...environment, NODE_OPTIONS } });
  return [...logs.matchAll(/^loaded (file:.+)$/gm)].map(([, url = '']) => url);
}
