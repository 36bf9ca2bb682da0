import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { events, type EventPath } from '../api/events';
import { useParam } from '../app/search';
import { Json } from '../ui/Json';
import { Page, Section } from '../ui/Page';
import { Status } from '../ui/Status';
import { Time } from '../ui/Time';
import { Empty, Skeleton, Trouble } from '../ui/Trouble';
import s from './event.module.css';

/** One event, and where it went. */
export function EventPage() {
  const { id = '' } = useParams();
  const [source] = useParam('source', '');
  const path = useQuery({
    queryKey: ['path', id, source],
    queryFn: () => events.path(id, source || undefined),
    refetchInterval: 3_000,
  });
  if (path.isPending) return <Skeleton />;
  if (path.isError) {
    return (
      <Page title="Event">
        <Trouble what="The event could not be read." error={path.error} again={() => void path.refetch()} />
      </Page>
    );
  }
  const { event, appended, offset, streams } = path.data;
  const data = event.data as { object?: unknown; previous_object?: unknown } | undefined;
  return (
    <Page
      title={event.type}
      beside={
        <>
          <code>{id}</code>
          <Time at={appended} />
          <span>offset {offset}</span>
        </>
      }
    >
      <Section title="Where it went">
        {streams.length === 0 ? (
          <Empty>No stream was there to take it.</Empty>
        ) : (
          <Fates streams={streams} id={id} />
        )}
      </Section>
      {data?.previous_object !== undefined && (
        <Section title="What changed">
          <Json label="Object, changed fields marked" value={data.object} before={data.previous_object} />
        </Section>
      )}
      <Section title="Event">
        <Json label="Event" value={event} />
      </Section>
    </Page>
  );
}

function Fates({ streams, id }: { streams: EventPath['streams']; id: string }) {
  return (
    <ul className={s['fates']}>
      {streams.map((stream) => (
        <li key={stream.id}>
          <Status of={stream.fate} />
          <Link href={`/streams/${stream.id}`}>{stream.name}</Link>
          {stream.attempts !== undefined && (
            <Link href={`/deliveries/${stream.id}/${id}`}>attempts {stream.attempts}</Link>
          )}
          {stream.at && <Time at={stream.at} />}
        </li>
      ))}
    </ul>
  );
}
