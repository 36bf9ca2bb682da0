import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { streams, type Delivering, type Stream } from '../../api/streams';
import { Button } from '../../ui/Button';
import { Check, SelectField, TextField } from '../../ui/Field';
import { Section } from '../../ui/Page';
import { say } from '../../ui/toast';
import { Trouble } from '../../ui/Trouble';
import { FilterField } from './FilterField';
import { readDelays } from './delays';
import { TypesField } from './TypesField';
import s from './Form.module.css';

/** What can be changed of a stream; nothing is sent before Save. */
export function Settings({ stream }: { stream: Stream }) {
  return stream.delivery ? (
    <Form stream={stream} delivering={stream.delivery} key={stream.updated_at} />
  ) : null;
}

function Form({ stream, delivering }: { stream: Stream; delivering: Delivering }) {
  const client = useQueryClient();
  const [name, setName] = useState(stream.name);
  const [types, setTypes] = useState(stream.subscriptions.map((subscription) => subscription.event_type));
  const [filter, setFilter] = useState(delivering.filter ?? '');
  const [ordered, setOrdered] = useState(delivering.order === 'subject');
  const [concurrency, setConcurrency] = useState(String(delivering.concurrency));
  const [rate, setRate] = useState(String(delivering.rate_limit));
  const [timeout, setTimeout] = useState(String(delivering.attempt_timeout));
  const [delays, setDelays] = useState(delivering.retry.delays.join(', '));
  const [contentType, setContentType] = useState(delivering.content_type);
  const wanted = readDelays(delays);
  const save = useMutation({
    mutationFn: () =>
      streams.change(stream.id, {
        name,
        subscriptions: types.map((type) => ({ event_type: type })),
        delivery: {
          order: ordered ? 'subject' : 'none',
          content_type: contentType,
          filter,
          concurrency: Number(concurrency),
          rate_limit: Number(rate),
          attempt_timeout: Number(timeout),
          retry: { delays: wanted.delays },
        },
      }),
    onSuccess: () => {
      say('Saved.');
      void client.invalidateQueries({ queryKey: ['stream', stream.id] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={s['form']} onSubmit={submit}>
      <TextField
        label="Name"
        required
        maxLength={128}
        value={name}
        onChange={(e) => setName(e.target.value)}
      />
      <TypesField chosen={types} onChange={setTypes} />
      <FilterField value={filter} onChange={setFilter} types={types} />
      <Section title="Pace">
        <div className={s['grid']}>
          <TextField
            label="Attempts at a time"
            type="number"
            min={1}
            max={256}
            value={concurrency}
            onChange={(e) => setConcurrency(e.target.value)}
          />
          <TextField
            label="Attempts a second"
            hint="0 is no limit"
            type="number"
            min={0}
            max={1000}
            value={rate}
            onChange={(e) => setRate(e.target.value)}
          />
          <TextField
            label="Attempt timeout, seconds"
            type="number"
            min={1}
            max={300}
            value={timeout}
            onChange={(e) => setTimeout(e.target.value)}
          />
        </div>
        <Check
          label="Keep events of one subject in order"
          checked={ordered}
          onChange={(e) => setOrdered(e.target.checked)}
        />
      </Section>
      <Section title="Retries">
        <TextField
          label="Waits between attempts, seconds"
          hint={`${wanted.delays.length + 1} attempts`}
          wrong={wanted.wrong}
          value={delays}
          onChange={(e) => setDelays(e.target.value)}
        />
      </Section>
      {stream.destination.type === 'webhook' && (
        <SelectField
          label="Content type of calls"
          value={contentType}
          onChange={(e) => setContentType(e.target.value)}
        >
          <option>application/json</option>
          <option>application/cloudevents+json</option>
        </SelectField>
      )}
      {save.isError && <Trouble what="Not saved." error={save.error} />}
      <p>
        <Button type="submit" kind="main" busy={save.isPending} disabled={wanted.wrong !== undefined}>
          Save
        </Button>
      </p>
    </form>
  );
}
