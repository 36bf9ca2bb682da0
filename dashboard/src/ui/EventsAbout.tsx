import { events } from '../api/events';
import { Button } from './Button';
import { Rows } from './Rows';
import { Time } from './Time';
import { Empty, Skeleton, Trouble } from './Trouble';
import { usePaged } from './usePaged';

/** The events about somebody, newest first, each leading to where it went. */
export function EventsAbout({ text }: { text: string }) {
  const list = usePaged(
    ['log', text],
    async (from) => {
      const page = await events.log({ text }, from);
      return { items: page.events, next: page.next };
    },
    2_000,
  );
  if (list.isPending) return <Skeleton rows={3} />;
  if (list.isError) {
    return <Trouble what="The log could not be read." error={list.error} again={() => void list.refetch()} />;
  }
  if (list.items.length === 0) {
    return list.more ? (
      <Button busy={list.isFetchingNextPage} onClick={list.more}>
        Look further back
      </Button>
    ) : (
      <Empty>The log holds no event about this.</Empty>
    );
  }
  return (
    <Rows
      label="Events"
      items={list.items}
      id={(event) => String(event.offset)}
      to={(event) => `/events/${encodeURIComponent(event.id)}`}
      columns="minmax(0,1fr) 90px"
      row={(event) => (
        <>
          <span>{event.type}</span>
          <Time at={event.appended} />
        </>
      )}
      more={list.more}
      loading={list.isFetchingNextPage}
    />
  );
}
