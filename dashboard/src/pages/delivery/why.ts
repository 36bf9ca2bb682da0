import type { Attempt } from '../../api/deliveries';
import { millis, plural } from '../../ui/numbers';

/** Why an attempt failed, in words, and what to do next. */
export interface Why {
  cause: string;
  next: string;
}

const CAUSES: { fits: RegExp; next: string }[] = [
  {
    fits: /time ?out|timed out|took longer/i,
    next: 'Make it answer sooner, or raise the attempt timeout in Settings.',
  },
  { fits: /blocked/i, next: 'A loop in the action kept everything else waiting: let it await something.' },
  {
    fits: /memory|heap/i,
    next: 'The action needs less memory, or the server a higher limit for its workers.',
  },
  {
    fits: /private|reserved address|not allowed|egress|refused by policy/i,
    next: 'The address is closed to deliveries: start the server with --allow-local or open that host.',
  },
  {
    fits: /ENOTFOUND|resolve|unknown host/i,
    next: 'The host name does not resolve: check its spelling and DNS.',
  },
  {
    fits: /certificate|TLS|SSL/i,
    next: 'The receiver’s certificate is not trusted: see webhook.ca in Settings.',
  },
  {
    fits: /ECONNREFUSED|connection refused|connect/i,
    next: 'Nothing listens there: start the receiver, then redeliver.',
  },
  { fits: /\b5\d\d\b/, next: 'The receiver is in trouble. Redeliver when it is back.' },
  {
    fits: /\b4\d\d\b/,
    next: 'The receiver refuses this event, so it was not tried again. Repair it or its credentials, then redeliver.',
  },
  { fits: /no handler|onExecuteEventStream/i, next: 'Export onExecuteEventStream and deploy.' },
];

export function reason(attempt: Attempt): Why {
  const cause = attempt.error_detail ?? attempt.error_message ?? '';
  const known = CAUSES.find(({ fits }) => fits.test(cause));
  const usual =
    attempt.action_version === undefined
      ? 'Repair the receiver, then redeliver.'
      : 'Open the action with this event, repair the line, deploy, then redeliver.';
  return { cause, next: known?.next ?? usual };
}

/** `Failed after 4 attempts in 7.3 s.` */
export function summary(attempts: readonly Attempt[]): string {
  const tried = attempts.filter(({ status }) => status !== 'retrying');
  const first = tried[0];
  const last = tried.at(-1);
  if (!first || !last) return 'Not attempted yet.';
  const took = Date.parse(last.timestamp) - Date.parse(first.timestamp) + (last.duration ?? 0);
  const times = `${plural(tried.length, 'attempt')} in ${millis(took)}`;
  if (attempts.at(-1)?.status === 'retrying') return `Being delivered again after ${times}.`;
  return last.status === 'delivered' ? `Delivered after ${times}.` : `Failed after ${times}.`;
}
