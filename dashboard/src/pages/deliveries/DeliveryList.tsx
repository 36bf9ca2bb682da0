import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { deliveries, type Delivery } from '../../api/deliveries';
import { useKeys } from '../../app/keys';
import { Button } from '../../ui/Button';
import { plural } from '../../ui/numbers';
import { Rows } from '../../ui/Rows';
import { Status } from '../../ui/Status';
import { say } from '../../ui/toast';
import { Time } from '../../ui/Time';
import { Empty, Skeleton, Trouble } from '../../ui/Trouble';
import type { Paged } from '../../ui/usePaged';
import s from './DeliveryList.module.css';

const keyOf = (delivery: Delivery) => `${delivery.event_stream_id}/${delivery.id}`;

/** Deliveries, newest first; chosen ones are redelivered together. */
export function DeliveryList({ list, empty }: { list: Paged<Delivery>; empty: string }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (delivery: Delivery) =>
    setChosen((old) => {
      const next = new Set(old);
      if (!next.delete(keyOf(delivery))) next.add(keyOf(delivery));
      return next;
    });
  const redeliver = useRedeliver(() => {
    setChosen(new Set());
    void list.refetch();
  });
  const those = list.items.filter((delivery) => chosen.has(keyOf(delivery)));
  useKeys({ r: () => those.length > 0 && redeliver.mutate(those) });
  if (list.isPending) return <Skeleton />;
  if (list.isError) {
    return (
      <Trouble
        what="The deliveries could not be read."
        error={list.error}
        again={() => void list.refetch()}
      />
    );
  }
  if (list.items.length === 0) return <Empty>{empty}</Empty>;
  return (
    <>
      {those.length > 0 && (
        <div className={s['bar']}>
          <Button kind="main" busy={redeliver.isPending} onClick={() => redeliver.mutate(those)}>
            Redeliver {those.length}
          </Button>
          <Button onClick={() => setChosen(new Set())}>Clear</Button>
        </div>
      )}
      <Rows
        label="Deliveries"
        items={list.items}
        id={keyOf}
        to={(delivery) => `/deliveries/${delivery.event_stream_id}/${delivery.id}`}
        columns="96px 160px minmax(0,1fr) minmax(0,1.6fr) 110px"
        chosen={chosen}
        onChoose={choose}
        row={(delivery) => (
          <>
            <Status of={delivery.status} />
            <span>{delivery.event_type}</span>
            <code>{subjectOf(delivery)}</code>
            <span className={s['why']}>{lastError(delivery)}</span>
            <Time at={delivery.attempts.at(-1)?.timestamp ?? delivery.event.time} />
          </>
        )}
        more={list.more}
        loading={list.isFetchingNextPage}
      />
    </>
  );
}

/** Whom the event is about, as far as it says. */
function subjectOf({ event }: Delivery): string {
  const object = (event.data as { object?: Record<string, unknown> } | undefined)?.object;
  const id = event.subject ?? object?.['user_id'] ?? object?.['id'];
  return typeof id === 'string' ? id : event.id;
}

function lastError({ attempts }: Delivery): string {
  const failed = attempts.findLast((attempt) => attempt.status === 'failed');
  return failed?.error_detail ?? failed?.error_message ?? '';
}

/** One by one: what cannot be redelivered is said, and holds up nothing else. */
function useRedeliver(done: () => void) {
  return useMutation({
    mutationFn: async (those: Delivery[]) => {
      const refused: string[] = [];
      for (const { event_stream_id: stream, id } of those) {
        await deliveries
          .redeliver(stream, id)
          .catch((e: unknown) => refused.push((e as Error).message));
      }
      return { asked: those.length - refused.length, refused };
    },
    onSuccess: ({ asked, refused }) => {
      say(
        `${plural(asked, 'redelivery', 'redeliveries')} asked for.${refused[0] ? ` Not: ${refused[0]}` : ''}`,
      );
      done();
    },
  });
}
