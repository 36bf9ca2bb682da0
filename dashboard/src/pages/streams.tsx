import { streams, type Stream } from '../api/streams';
import { useParam } from '../app/search';
import { useOverview } from '../live/useOverview';
import { ButtonLink } from '../ui/Button';
import { TextField } from '../ui/Field';
import { count } from '../ui/numbers';
import { Page } from '../ui/Page';
import { Rows } from '../ui/Rows';
import { Status } from '../ui/Status';
import { Time } from '../ui/Time';
import { Empty, Skeleton, Trouble } from '../ui/Trouble';
import { usePaged } from '../ui/usePaged';
import { stateOf } from './stream/state';

/** All streams with what the overview knows of them. */
export function Streams() {
  const [text, setText] = useParam('name', '');
  const list = usePaged(['streams'], async (from) => {
    const page = await streams.list(from);
    return { items: page.eventStreams, next: page.next };
  });
  const known = new Map(useOverview().data?.streams.map((row) => [row.id, row]));
  const shown = list.items.filter((stream) => stream.name.toLowerCase().includes(text.toLowerCase()));
  return (
    <Page
      title="Streams"
      actions={
        <ButtonLink kind="main" to="/streams/new">
          New stream
        </ButtonLink>
      }
    >
      {list.isPending && <Skeleton />}
      {list.isError && (
        <Trouble what="The streams could not be read." error={list.error} again={() => void list.refetch()} />
      )}
      {list.isSuccess && list.items.length === 0 && (
        <Empty
          step={<ButtonLink to="/actions/new">Write an action</ButtonLink>}
          command="./tailrace streams create --help"
        >
          No streams yet. A stream carries events to an action, a webhook or EventBridge.
        </Empty>
      )}
      {list.items.length > 0 && (
        <>
          <TextField
            label="Name contains"
            data-filter
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Rows
            label="Streams"
            items={shown}
            id={(stream) => stream.id}
            to={(stream) => `/streams/${stream.id}`}
            columns="112px minmax(0,2fr) minmax(0,1fr) minmax(0,1fr) 96px"
            row={(stream) => {
              const row = known.get(stream.id);
              return (
                <>
                  <Status of={stateOf(stream, row)} />
                  <strong>{stream.name}</strong>
                  <span>{kind(stream)}</span>
                  <span>
                    {row ? `behind ${count(row.lag.events)}, ${count(row.failed)} failed` : types(stream)}
                  </span>
                  <Time at={stream.updated_at} />
                </>
              );
            }}
            more={list.more}
            loading={list.isFetchingNextPage}
          />
        </>
      )}
    </Page>
  );
}

function kind({ destination }: Stream): string {
  switch (destination.type) {
    case 'webhook':
      return `webhook ${host(destination.configuration.webhook_endpoint)}`;
    case 'eventbridge':
      return `EventBridge ${destination.configuration.aws_region}`;
    case 'action':
      return 'action';
  }
}

function host(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function types({ subscriptions }: Stream): string {
  return subscriptions.length === 1 ? (subscriptions[0]?.event_type ?? '') : `${subscriptions.length} types`;
}
