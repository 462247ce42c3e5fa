import type { HttpAnswer } from '../runtime/http/http-answer.ts';
import type { HttpClient } from '../runtime/http/http-client.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import { type AlarmWords, alarmWords } from './alarm-words.ts';

/** `slack`: what an incoming webhook of Slack takes, and what imitates it. `json`: the words with their parts. */
export type AlarmShape = 'slack' | 'json';

export interface PostPorts {
  readonly http: Pick<HttpClient, 'send'>;
  /** Returns the address that alarms are sent to. It is a secret: whoever has it can write there. Rejects if it is not known. */
  readonly address: () => Promise<URL>;
  readonly shape: AlarmShape;
  readonly telemetry: Pick<Telemetry, 'info' | 'error'>;
}

/** A message of the topic. */
export interface Published {
  readonly subject: string;
  readonly message: string;
}

/** @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks (read 2026-11-29) */
const bodies: Readonly<Record<AlarmShape, (words: AlarmWords) => object>> = {
  slack: ({ text }) => ({ text }),
  json: (words) => words,
};

/**
 * Sends each message to the webhook. Never logs the address.
 * @throws {Error} one was not taken: Lambda then calls again, twice, and messages that were taken are sent again.
 */
export async function postAlarms(ports: PostPorts, messages: readonly Published[]): Promise<void> {
  const { http, shape, telemetry } = ports;
  const url = await ports.address();
  for (const published of messages) {
    const words = alarmWords(published);
    const answer = await http.send({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(bodies[shape](words)),
    });
    const code = codeOf(answer);
    const fields = { alarm: words.name, state: words.state, code };
    if (!isTaken(answer)) {
      telemetry.error('Alarm not posted', fields);
      throw new Error(`The webhook did not take an alarm: ${code}`);
    }
    telemetry.info('Alarm posted', fields);
  }
}

function isTaken(answer: HttpAnswer): boolean {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
}

function codeOf(answer: HttpAnswer): string {
  return answer.kind === 'answered' ? `http-${answer.status}` : answer.reason;
}
