import type { AlarmSubscription } from '../open-clients.ts';
import type { CheckResult } from './check-result.ts';

/**
 * Judges whether alarms reach somebody. A mail that nobody confirms is forgotten after 48 hours, so `wantsEmail` says if one was
 * asked for.
 * @see https://aws.amazon.com/about-aws/whats-new/2023/05/amazon-sns-automatic-deletion-unconfirmed-subscriptions/ (read 2026-11-29)
 */
export function judgeSubscriptions(
  subscriptions: readonly AlarmSubscription[],
  { wantsEmail }: { readonly wantsEmail: boolean },
): CheckResult {
  const waiting = subscriptions.filter(({ isConfirmed }) => !isConfirmed);
  if (waiting.length > 0) {
    const advice =
      'Open the mail that AWS sent to that address (or its spam) and follow the link, within 48 hours.';
    return { state: 'fail', found: `${listOf(waiting)} not confirmed, so no alarm arrives there`, advice };
  }
  if (wantsEmail && !subscriptions.some(({ protocol }) => protocol === 'email')) {
    const advice =
      'Deploy once without alarmEmail and once with it: AWS then sends the mail to be confirmed again.';
    return { state: 'fail', found: 'alarmEmail was never confirmed, or was unsubscribed', advice };
  }
  if (subscriptions.length === 0) {
    const advice =
      'Deploy with --param="alarmEmail=…" or --param="alarmWebhook=…", or subscribe to the topic AlarmTopicArn.';
    return { state: 'warn', found: 'nobody is told', advice };
  }
  return { state: 'ok', found: `${listOf(subscriptions)} told` };
}

function listOf(subscriptions: readonly AlarmSubscription[]): string {
  return subscriptions.map(({ protocol }) => protocol).join(', ');
}
