import { useEffect, useRef, useState } from 'react';
import type { ConsoleLine } from '../api/deliveries';
import type { LoggedEvent } from '../api/events';
import { useKeys } from '../app/keys';
import { useParam } from '../app/search';
import { clockTime, useTimeStyle } from '../app/times';
import { useLiveHealth } from '../live/useLive';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { count, plural } from '../ui/numbers';
import { Page } from '../ui/Page';
import { Rows } from '../ui/Rows';
import { Status } from '../ui/Status';
import { Tabs } from '../ui/Tabs';
import { Empty } from '../ui/Trouble';
import { type Tail as Tailed, useTail } from './tail/useTail';
import s from './tail.module.css';

const VIEWS = [
  { id: 'events', name: 'Events' },
  { id: 'executions', name: 'Executions' },
] as const;
type View = (typeof VIEWS)[number]['id'];

interface Run {
  id: string;
  action_name: string;
  version: number;
  event_stream_id: string;
  event_id: string;
  attempt: number;
  status: string;
  started_at: string;
  ended_at: string;
  console: ConsoleLine[];
  error?: { name: string; message: string };
}

/** What happens right now. */
export function Tail() {
  const [view, setView] = useParam<View>('view', 'events');
  return (
    <Page title="Tail">
      <Tabs label="What to watch" tabs={VIEWS} chosen={view} onChoose={setView} />
      {view === 'events' ? <Events /> : <Executions />}
    </Page>
  );
}

function Events() {
  const tail = useTail('events', (data) => (data as { events: LoggedEvent[] }).events);
  const utc = useTimeStyle() === 'utc';
  return (
    <Log
      tail={tail}
      empty="No event since you came. Each one appears here as it is accepted."
      id={(event) => String(event.offset)}
      to={(event) => `/events/${encodeURIComponent(event.id)}`}
      text={(event) => `${event.type} ${event.subject ?? ''} ${event.id} ${event.source}`}
      columns="108px 220px minmax(0,1.5fr) minmax(0,1fr)"
      row={(event) => (
        <>
          <time dateTime={event.appended}>{clockTime(new Date(event.appended), utc)}</time>
          <strong>{event.type}</strong>
          <code>{event.subject ?? event.source}</code>
          <code className={s['id']}>{event.id}</code>
        </>
      )}
    />
  );
}

function Executions() {
  const tail = useTail('executions', (data) => (data as { executions: Run[] }).executions);
  const utc = useTimeStyle() === 'utc';
  return (
    <Log
      tail={tail}
      empty="No action ran since you came. Its console output appears here as it happens."
      id={(run) => run.id}
      to={(run) => `/deliveries/${run.event_stream_id}/${run.event_id}`}
      text={(run) => `${run.action_name} ${run.event_id} ${said(run)}`}
      columns="108px 100px 180px minmax(0,1fr)"
      row={(run) => (
        <>
          <time dateTime={run.started_at}>{clockTime(new Date(run.started_at), utc)}</time>
          <Status of={run.status} />
          <strong>
            {run.action_name} v{run.version}
          </strong>
          <code>{said(run)}</code>
        </>
      )}
    />
  );
}

function said({ error, console }: Run): string {
  const lines = console.map(({ text }) => text.trimEnd()).join(' │ ');
  return error ? `${error.name}: ${error.message}${lines && ` │ ${lines}`}` : lines;
}

interface LogProps<T> {
  tail: Tailed<T>;
  empty: string;
  id: (item: T) => string;
  to: (item: T) => string;
  text: (item: T) => string;
  columns: string;
  row: (item: T) => React.ReactNode;
}

function Log<T>({ tail, empty: nothing, id, to, text, columns, row }: LogProps<T>) {
  const [wanted, setWanted] = useParam('text', '');
  const { paused, pause } = tail;
  useKeys({ ' ': () => pause(!paused) });
  usePauseOnScroll(tail);
  const shown = wanted
    ? tail.buffer.rows.filter((item) => text(item).toLowerCase().includes(wanted.toLowerCase()))
    : tail.buffer.rows;
  return (
    <>
      <div className={s['bar']}>
        <TextField
          label="Contains"
          hideLabel
          placeholder="type, subject, text"
          data-filter
          value={wanted}
          onChange={(e) => setWanted(e.target.value)}
        />
        <Button onClick={() => pause(!paused)} aria-keyshortcuts="Space">
          {paused ? (tail.waiting > 0 ? `${count(tail.waiting)} new` : 'Go on') : 'Pause'}
        </Button>
        <Button onClick={() => download(shown)} disabled={shown.length === 0}>
          Download JSON
        </Button>
        <Connection />
      </div>
      {(tail.buffer.dropped > 0 || tail.missed > 0) && (
        <p className={s['note']}>
          {plural(tail.buffer.dropped, 'older row')} let go; {count(tail.missed)} left out because they came
          too fast.
        </p>
      )}
      {tail.buffer.rows.length === 0 && <Empty command="./tailrace trigger user.created">{nothing}</Empty>}
      <div role="log" aria-live="off">
        <Rows label="Newest first" items={shown} id={id} to={to} columns={columns} row={row} />
      </div>
      <Summary rows={tail.buffer.rows.length} />
    </>
  );
}

function Connection() {
  const { state } = useLiveHealth();
  return <span className={s['note']}>{state === 'open' ? 'live' : 'not connected'}</span>;
}

const SUMMARY_MS = 10_000;

/** Said aloud every ten seconds, instead of each row. */
function Summary({ rows }: { rows: number }) {
  const [text, setText] = useState('');
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });
  useEffect(() => {
    let before = latest.current;
    const timer = window.setInterval(() => {
      const more = latest.current - before;
      before = latest.current;
      setText(more > 0 ? `${plural(more, 'new row')}.` : '');
    }, SUMMARY_MS);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <p className="hidden" aria-live="polite">
      {text}
    </p>
  );
}

const SCROLLED = 80;

/** Who scrolls down reads: nothing moves under them any more. */
function usePauseOnScroll<T>({ paused, pause }: Tailed<T>) {
  useEffect(() => {
    const scrolled = () => {
      if (!paused && window.scrollY > SCROLLED) pause(true);
    };
    window.addEventListener('scroll', scrolled, { passive: true });
    return () => window.removeEventListener('scroll', scrolled);
  }, [paused, pause]);
}

function download(rows: readonly unknown[]): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(rows, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `tailrace-${new Date().toISOString()}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
