import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'wouter';
import { events } from '../api/events';
import { streams, type Stream } from '../api/streams';
import { useParam } from '../app/search';
import { Menu } from '../ui/Menu';
import { TextField } from '../ui/Field';
import { Json } from '../ui/Json';
import { Page, Section } from '../ui/Page';
import { Rows } from '../ui/Rows';
import { Skeleton, Trouble } from '../ui/Trouble';
import { SchemaTree } from './catalogue/SchemaTree';
import { TestDialog } from './stream/TestDialog';

/** What can happen. */
export function Catalogue() {
  const [text, setText] = useParam('type', '');
  const types = useQuery({ queryKey: ['types'], queryFn: events.types });
  const shown = types.data?.event_types.filter(({ type }) => type.includes(text)) ?? [];
  return (
    <Page title="Catalogue">
      <TextField label="Type contains" data-filter value={text} onChange={(e) => setText(e.target.value)} />
      {types.isPending && <Skeleton />}
      {types.isError && (
        <Trouble what="The types could not be read." error={types.error} again={() => void types.refetch()} />
      )}
      <Rows
        label="Event types"
        items={shown}
        id={({ type }) => type}
        to={({ type }) => `/catalogue/${type}`}
        columns="minmax(0,1fr) minmax(0,2fr) 96px"
        row={({ type, description, kind }) => (
          <>
            <strong>{type}</strong>
            <span>{description}</span>
            <span>{kind}</span>
          </>
        )}
      />
    </Page>
  );
}

/** In what shape it happens. */
export function EventTypePage() {
  const { type = '' } = useParams();
  const detail = useQuery({ queryKey: ['type', type], queryFn: () => events.type(type) });
  const declaration = useQuery({
    queryKey: ['declarations', [type]],
    queryFn: () => events.declarations([type]),
    retry: false,
  });
  return (
    <Page title={type} actions={<SendTo />}>
      {detail.isPending && <Skeleton />}
      {detail.isError && (
        <Trouble
          what="The type could not be read."
          error={detail.error}
          again={() => void detail.refetch()}
        />
      )}
      {detail.data && (
        <>
          <p>{detail.data.description}</p>
          {detail.data.schema && (
            <Section title="Schema">
              <SchemaTree schema={detail.data.schema} />
            </Section>
          )}
          <Section title="Sample data">
            <Json label="Sample" value={detail.data.sample} />
          </Section>
        </>
      )}
      {declaration.data && (
        <Section title="TypeScript">
          <pre tabIndex={0}>{declaration.data}</pre>
        </Section>
      )}
    </Page>
  );
}

/** A test event to a stream that is on. */
function SendTo() {
  const all = useQuery({ queryKey: ['streams', 'first'], queryFn: () => streams.list() });
  const [stream, setStream] = useState<Stream>();
  const on = all.data?.eventStreams.filter(({ status }) => status === 'enabled') ?? [];
  if (on.length === 0) return null;
  return (
    <>
      <Menu label="Send test to" items={on.map((one) => ({ name: one.name, act: () => setStream(one) }))} />
      {stream && <TestDialog stream={stream} onClose={() => setStream(undefined)} />}
    </>
  );
}
