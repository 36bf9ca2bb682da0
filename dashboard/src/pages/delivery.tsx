import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { deliveries, type Attempt, type Delivery } from '../api/deliveries';
import { streams } from '../api/streams';
import { useKeys } from '../app/keys';
import { Button, ButtonLink } from '../ui/Button';
import { Json } from '../ui/Json';
import { Page, Section } from '../ui/Page';
import { Notice, Status } from '../ui/Status';
import { say } from '../ui/toast';
import { Skeleton, Trouble } from '../ui/Trouble';
import { useLive } from '../live/useLive';
import { Attempts } from './delivery/Attempts';
import { RunDetails } from './delivery/RunDetails';
import { reason, summary } from './delivery/why';
import { Where } from './delivery/Where';

/** One delivery: why did it fail, and how do I repair it? */
export function DeliveryPage() {
  const { stream = '', event = '' } = useParams();
  const client = useQueryClient();
  const key = ['delivery', stream, event];
  const read = useQuery({
    queryKey: key,
    queryFn: () => deliveries.find(stream, event),
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? 1_000 : 5_000),
  });
  useLive(`delivery:${stream}/${event}`, () => void client.invalidateQueries({ queryKey: key }));
  if (read.isPending) return <Skeleton />;
  if (read.isError) {
    return (
      <Page title="Delivery">
        <Trouble
          what="This delivery is not listed. What arrives at the first try leaves no row."
          error={read.error}
          again={() => void read.refetch()}
        />
        <p>
          <Link href={`/events/${event}`}>The event and where it went</Link>
        </p>
      </Page>
    );
  }
  return <One delivery={read.data} />;
}

function One({ delivery }: { delivery: Delivery }) {
  const stream = useQuery({
    queryKey: ['stream', delivery.event_stream_id],
    queryFn: () => streams.find(delivery.event_stream_id),
  });
  const destination = stream.data?.destination;
  const action = destination?.type === 'action' ? destination.configuration.action_id : undefined;
  const failed = delivery.attempts.findLast((attempt) => attempt.status === 'failed');
  const last = delivery.attempts.findLast((attempt) => attempt.execution_id !== undefined);
  const event = delivery.event;
  const data = event.data as { object?: unknown; previous_object?: unknown } | undefined;
  return (
    <Page
      title={delivery.event_type}
      beside={
        <>
          <Status of={delivery.status} />
          <Link href={`/streams/${delivery.event_stream_id}`}>
            {stream.data?.name ?? delivery.event_stream_id}
          </Link>
          <Link href={`/events/${delivery.id}`}>the event</Link>
        </>
      }
      actions={
        <>
          <Redeliver delivery={delivery} />
          {action && (
            <ButtonLink to={`/actions/${action}?event=${delivery.id}`}>
              Open in editor with this event
            </ButtonLink>
          )}
        </>
      }
    >
      <Verdict delivery={delivery} failed={failed} />
      <Section title="Attempts">
        <Attempts attempts={delivery.attempts} />
      </Section>
      {failed?.execution_id && action && <Where execution={failed.execution_id} action={action} />}
      {last?.execution_id && <RunDetails execution={last.execution_id} />}
      <Section title="Event">
        <Json label="Event" value={event} />
      </Section>
      {data?.previous_object !== undefined && (
        <Section title="What changed">
          <Json label="Object, changed fields marked" value={data.object} before={data.previous_object} />
        </Section>
      )}
    </Page>
  );
}

function Verdict({ delivery, failed }: { delivery: Delivery; failed: Attempt | undefined }) {
  if (delivery.status === 'delivered') return <Notice tone="water">{summary(delivery.attempts)}</Notice>;
  const why = failed && reason(failed);
  return (
    <Notice tone={delivery.status === 'failed' ? 'failed' : 'retrying'}>
      <p>
        <strong>{summary(delivery.attempts)}</strong> {why?.cause}
      </p>
      {why && <p>{why.next}</p>}
    </Notice>
  );
}

function Redeliver({ delivery }: { delivery: Delivery }) {
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: () => deliveries.redeliver(delivery.event_stream_id, delivery.id),
    onSuccess: () => say('Redelivery asked for.'),
    onError: (error) => say(error.message),
    onSettled: () =>
      client.invalidateQueries({ queryKey: ['delivery', delivery.event_stream_id, delivery.id] }),
  });
  const can = delivery.status === 'failed';
  useKeys({ r: () => can && act.mutate() });
  return (
    <Button kind="main" disabled={!can} busy={act.isPending} onClick={() => act.mutate()}>
      Redeliver
    </Button>
  );
}
