import { Link } from 'wouter';
import type { Mark, Overview as State, StreamRow } from '../api/overview';
import { span } from '../app/times';
import { useOverview } from '../live/useOverview';
import { barOf, sum } from '../race/bars';
import { Race } from '../race/Race';
import { ButtonLink } from '../ui/Button';
import { count, plural } from '../ui/numbers';
import { Page, Section } from '../ui/Page';
import { Status } from '../ui/Status';
import { Time } from '../ui/Time';
import { Skeleton, Trouble } from '../ui/Trouble';
import s from './overview.module.css';

const TROUBLED = new Set(['disabled', 'failing', 'held', 'retrying', 'behind']);

/** What needs me? Trouble first. */
export function Overview() {
  const state = useOverview();
  return (
    <Page title="Overview" beside={state.data && <Headline state={state.data} />}>
      {state.isPending && <Skeleton />}
      {state.isError && (
        <Trouble
          what="The overview could not be read."
          error={state.error}
          again={() => void state.refetch()}
        />
      )}
      {state.data && (state.data.streams.length === 0 ? <Doors /> : <Streams state={state.data} />)}
      {state.data && state.data.marks.length > 0 && <Marks marks={state.data.marks} />}
    </Page>
  );
}

function Headline({ state }: { state: State }) {
  const bad = state.streams.filter((stream) => isTroubled(stream)).length;
  const flow = state.streams.length - bad;
  const { free_bytes: free, total_bytes: total } = state.disk;
  const disk = total > 0 ? Math.round(100 * (1 - free / total)) : 0;
  const lastMinute = sum(state.streams.map((stream) => stream.outcomes.delivered.at(-2) ?? 0));
  return (
    <>
      {state.streams.length > 0 && (
        <strong className={s['headline']}>
          {bad === 0 ? 'Nothing needs you' : bad === 1 ? '1 stream needs you' : `${bad} streams need you`}
          {flow > 0 && `, ${flow} ${flow === 1 ? 'flows' : 'flow'}`}
        </strong>
      )}
      <span>{count(lastMinute)} deliveries/min</span>
      <Link href="/server">{state.isolation.level ?? 'isolation unknown'}</Link>
      <span>
        {plural(state.workers.processes, 'worker')}, disk {disk}%
      </span>
    </>
  );
}

function isTroubled(stream: StreamRow): boolean {
  return TROUBLED.has(stream.state) && !isPaused(stream);
}

/** Switched off by somebody, not by its failures. */
function isPaused(stream: StreamRow): boolean {
  return stream.status === 'disabled' && stream.consecutive_failures === 0;
}

function Streams({ state }: { state: State }) {
  return (
    <>
      <ul className={s['streams']} aria-label="Streams">
        {state.streams.map((stream) => (
          <li key={stream.id}>
            <Row stream={stream} marks={state.marks} />
          </li>
        ))}
      </ul>
      {state.more_streams && (
        <p>
          Only the first 200. <Link href="/streams">All streams</Link>
        </p>
      )}
    </>
  );
}

function Row({ stream, marks }: { stream: StreamRow; marks: readonly Mark[] }) {
  const { delivered, failed, from } = stream.outcomes;
  const bars = marks
    .filter(
      (mark) => mark.event_stream_id === stream.id || (mark.action_id && mark.action_id === stream.action_id),
    )
    .map((mark) => barOf(mark.at, from, delivered.length, 60))
    .filter((bar) => bar !== undefined);
  return (
    <Link href={`/streams/${stream.id}`} className={s['row']} data-row>
      <Status of={isPaused(stream) ? 'paused' : stream.state} />
      <span className={s['name']}>{stream.name}</span>
      <Race
        delivered={delivered}
        failed={failed}
        waiting={stream.lag.events + stream.pending}
        gate={stream.status === 'enabled' ? 'open' : 'closed'}
        marks={bars}
      />
      <span className={s['says']}>
        {stream.failed > 0 && <span className={s['failed']}>{count(stream.failed)} failed</span>}
        <span>{behind(stream)}</span>
        <span>delivered {count(sum(delivered))}</span>
      </span>
    </Link>
  );
}

function behind({ lag }: StreamRow): string {
  const events = `behind ${count(lag.events)}${lag.more ? '+' : ''}`;
  return lag.events > 0 && lag.seconds !== undefined ? `${events} / ${span(lag.seconds)}` : events;
}

function Marks({ marks }: { marks: readonly Mark[] }) {
  return (
    <Section title="The last hour">
      <ul className={s['marks']}>
        {marks.slice(0, 20).map((mark) => (
          <li key={`${mark.at}${mark.text}`}>
            <Time at={mark.at} /> {mark.text}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** On an empty server: three ways to begin. */
function Doors() {
  return (
    <div className={s['doors']}>
      <p>No stream carries events yet. Three ways to begin:</p>
      <ButtonLink kind="main" to="/actions/new">
        Write an action
      </ButtonLink>
      <ButtonLink to="/streams/new?to=webhook">Add a webhook</ButtonLink>
      <p>
        or in a terminal, everything once: <code>./tailrace demo --keep</code>
      </p>
    </div>
  );
}
