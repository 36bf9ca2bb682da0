import type { Attempt } from '../../api/deliveries';
import { millis } from '../../ui/numbers';
import { Status } from '../../ui/Status';
import { Time } from '../../ui/Time';
import s from './Attempts.module.css';

/** Each attempt on its place in time; a redelivery stands between its rounds. */
export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  if (attempts.length === 0) return <p>None yet.</p>;
  const times = attempts.map(({ timestamp }) => Date.parse(timestamp));
  const first = times[0] ?? 0;
  const length = Math.max(1, (times.at(-1) ?? 0) - first);
  return (
    <ol className={s['attempts']}>
      {attempts.map((attempt, number) => (
        <li key={attempt.timestamp + attempt.status}>
          <span className={s['number']}>
            {attempt.status === 'retrying' ? '' : numberOf(attempts, number)}
          </span>
          <Status
            of={attempt.status}
            {...(attempt.status === 'retrying' ? { word: 'redelivery asked for' } : {})}
          />
          <Time at={attempt.timestamp} />
          <span>{attempt.duration === undefined ? '' : millis(attempt.duration)}</span>
          <span>{attempt.action_version === undefined ? '' : `v${attempt.action_version}`}</span>
          <span className={s['axis']} aria-hidden>
            <i style={{ left: `${(100 * ((times[number] ?? first) - first)) / length}%` }} />
          </span>
          {(attempt.error_detail ?? attempt.error_message) && (
            <p className={s['message']}>{attempt.error_detail ?? attempt.error_message}</p>
          )}
          {attempt.output && (
            <details className={s['output']}>
              <summary>Console</summary>
              <pre tabIndex={0}>{attempt.output}</pre>
            </details>
          )}
        </li>
      ))}
    </ol>
  );
}

function numberOf(attempts: readonly Attempt[], at: number): number {
  return attempts.slice(0, at + 1).filter(({ status }) => status !== 'retrying').length;
}
