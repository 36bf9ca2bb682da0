import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { events } from '../../api/events';
import { Button } from '../../ui/Button';
import { Check, TextField } from '../../ui/Field';
import { Trouble } from '../../ui/Trouble';
import s from './Form.module.css';

interface Props {
  chosen: readonly string[];
  onChange: (types: string[]) => void;
}

/** Which types of events a stream wants. */
export function TypesField({ chosen, onChange }: Props) {
  const all = useQuery({ queryKey: ['types'], queryFn: events.types });
  const [text, setText] = useState('');
  const name = useId();
  const shown =
    all.data?.event_types.filter(({ type }) => type.includes(text) || chosen.includes(type)) ?? [];
  const toggle = (type: string) =>
    onChange(chosen.includes(type) ? chosen.filter((one) => one !== type) : [...chosen, type]);
  return (
    <div role="group" aria-labelledby={name}>
      <h3 id={name}>
        Events <span className={s['count']}>{chosen.length} chosen</span>
      </h3>
      <div className={s['row']}>
        <TextField
          label="Type contains"
          hideLabel
          placeholder="Type contains"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button
          kind="quiet"
          onClick={() => onChange([...new Set([...chosen, ...shown.map(({ type }) => type)])])}
        >
          All shown
        </Button>
        <Button kind="quiet" onClick={() => onChange([])}>
          None
        </Button>
      </div>
      {all.isError && <Trouble what="The event types could not be read." error={all.error} />}
      <div className={s['types']}>
        {shown.map(({ type, description }) => (
          <span key={type} title={description}>
            <Check label={type} checked={chosen.includes(type)} onChange={() => toggle(type)} />
          </span>
        ))}
      </div>
    </div>
  );
}
