import type { ConsoleLine, OutgoingCall } from '../api/deliveries';
import { clockTime, useTimeStyle } from '../app/times';
import { bytes } from './numbers';
import s from './Run.module.css';

/** What an action wrote. */
export function ConsoleLines({ lines }: { lines: readonly ConsoleLine[] }) {
  const utc = useTimeStyle() === 'utc';
  if (lines.length === 0) return null;
  return (
    <ol className={s['console']} aria-label="Console" tabIndex={0}>
      {lines.map((line, index) => (
        <li key={index} data-level={line.level}>
          <time dateTime={line.date}>{clockTime(new Date(line.date), utc)}</time>
          <span>{line.level}</span>
          <code>{line.text}</code>
        </li>
      ))}
    </ol>
  );
}

/** Whom an action called. */
export function Calls({ calls }: { calls: readonly OutgoingCall[] }) {
  if (calls.length === 0) return null;
  return (
    <ul className={s['calls']} aria-label="Calls">
      {calls.map((call, index) => (
        <li key={index}>
          <code>
            {call.host}:{call.port}
          </code>{' '}
          {call.verdict} {call.address && `(${call.address})`} {bytes(call.bytes_sent)} sent,{' '}
          {bytes(call.bytes_received)} received
        </li>
      ))}
    </ul>
  );
}
