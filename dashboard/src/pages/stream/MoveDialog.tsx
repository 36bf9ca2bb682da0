import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { streams, type Concerns, type Stream } from '../../api/streams';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Check, TextField } from '../../ui/Field';
import { count, plural } from '../../ui/numbers';
import { say } from '../../ui/toast';
import { Trouble } from '../../ui/Trouble';

export type MoveKind = 'skip' | 'rewind' | 'replay';

const WORDS: Record<MoveKind, { title: string; explains: string; does: string }> = {
  skip: {
    title: 'Skip to now',
    explains: 'The gate moves to the end of the log. What lies between is not delivered, unless you say so.',
    does: 'Skip',
  },
  rewind: {
    title: 'Rewind',
    explains: 'The gate moves back: everything since then is read and delivered again.',
    does: 'Rewind',
  },
  replay: {
    title: 'Replay',
    explains: 'Old events are delivered once more beside the new ones. The gate stays where it is.',
    does: 'Replay',
  },
};
const HOUR_MS = 3_600_000;

/** Moves a gate, or sends old events again, after showing how many events that concerns. */
export function MoveDialog({
  kind,
  stream,
  onClose,
}: {
  kind: MoveKind;
  stream: Stream;
  onClose: () => void;
}) {
  const words = WORDS[kind];
  const client = useQueryClient();
  const [since, setSince] = useState(() => localInput(Date.now() - HOUR_MS));
  const [deliver, setDeliver] = useState(false);
  const time = new Date(since);
  const valid = kind === 'skip' || !Number.isNaN(time.getTime());
  const call = async (preview: boolean): Promise<{ concerns: Concerns; to?: number }> => {
    if (kind === 'replay') return streams.replay(stream.id, { date_from: time.toISOString(), preview });
    const to = kind === 'skip' ? 'latest' : time.toISOString();
    return streams.move(stream.id, { to, preview, ...(deliver ? { backlog: 'deliver' } : {}) });
  };
  const preview = useQuery({
    queryKey: ['move', stream.id, kind, since, deliver],
    queryFn: () => call(true),
    enabled: valid,
    staleTime: 0,
  });
  const act = useMutation({
    mutationFn: () => call(false),
    onSuccess: ({ concerns }) => {
      say(`${words.title}: ${plural(concerns.events, 'event')}.`);
      void client.invalidateQueries({ queryKey: ['stream', stream.id] });
      onClose();
    },
  });
  return (
    <Dialog
      title={`${words.title}: ${stream.name}`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="main" disabled={!preview.data} busy={act.isPending} onClick={() => act.mutate()}>
            {preview.data ? `${words.does} ${plural(preview.data.concerns.events, 'event')}` : words.does}
          </Button>
        </>
      }
    >
      <p>{words.explains}</p>
      {kind === 'skip' ? (
        <Check
          label="Deliver what lies between, beside new events"
          checked={deliver}
          onChange={(event) => setDeliver(event.target.checked)}
        />
      ) : (
        <TextField
          label="Since"
          type="datetime-local"
          step={1}
          value={since}
          onChange={(event) => setSince(event.target.value)}
        />
      )}
      <p role="status">
        {preview.data ? (
          <>
            The gate stands at {count(stream.delivery?.position ?? 0)} of{' '}
            {count(stream.delivery?.log_end ?? 0)}
            {preview.data.to !== undefined && `, and would stand at ${count(preview.data.to)}`}.{' '}
            {effect(kind, deliver)}{' '}
            <strong>
              {preview.data.concerns.complete ? '' : 'at least '}
              {plural(preview.data.concerns.events, 'event')}
            </strong>
            .
          </>
        ) : (
          'Counting…'
        )}
      </p>
      {preview.isError && <Trouble what="Not possible." error={preview.error} />}
      {act.isError && <Trouble what="Nothing was done." error={act.error} />}
    </Dialog>
  );
}

function effect(kind: MoveKind, deliver: boolean): string {
  return kind === 'skip' && !deliver ? 'This passes over' : 'This will deliver';
}

/** What an input of a local time takes. */
function localInput(time: number): string {
  const date = new Date(time);
  return new Date(time - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
