import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { events } from '../../api/events';
import { streams, type Stream } from '../../api/streams';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { SelectField, TextArea } from '../../ui/Field';
import { say } from '../../ui/toast';
import { Trouble } from '../../ui/Trouble';
import { parsed } from '../../ui/parsed';

/** Sends one event to this stream alone. */
export function TestDialog({ stream, onClose }: { stream: Stream; onClose: () => void }) {
  const types = useQuery({ queryKey: ['types'], queryFn: events.types });
  const [chosen, setType] = useState(stream.subscriptions[0]?.event_type ?? 'user.created');
  const detail = useQuery({ queryKey: ['type', chosen], queryFn: () => events.type(chosen) });
  const [edited, setEdited] = useState<string>();
  const sample = detail.data ? JSON.stringify(detail.data.sample, null, 2) : '';
  const data = parsed(edited ?? sample);
  const [, navigate] = useLocation();
  const send = useMutation({
    mutationFn: () =>
      streams.test(stream.id, { event_type: chosen, ...(edited === undefined ? {} : { data: data.value }) }),
    onSuccess: ({ id }) => {
      onClose();
      say('The test event is on its way.');
      navigate(`/deliveries/${stream.id}/${id}`);
    },
  });
  const own = stream.subscriptions.map((subscription) => subscription.event_type);
  const others = types.data?.event_types.map(({ type }) => type).filter((type) => !own.includes(type)) ?? [];
  return (
    <Dialog
      title={`Send a test event to ${stream.name}`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="main"
            busy={send.isPending}
            disabled={data.wrong !== undefined}
            onClick={() => send.mutate()}
          >
            Send
          </Button>
        </>
      }
    >
      <SelectField
        label="Type"
        value={chosen}
        onChange={(event) => {
          setType(event.target.value);
          setEdited(undefined);
        }}
      >
        {[...own, ...others].map((type) => (
          <option key={type}>{type}</option>
        ))}
      </SelectField>
      <TextArea
        label="Data"
        rows={12}
        value={edited ?? sample}
        wrong={data.wrong}
        onChange={(event) => setEdited(event.target.value)}
      />
      {send.isError && <Trouble what="Not sent." error={send.error} />}
    </Dialog>
  );
}
