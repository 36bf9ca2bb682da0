import { type FormEvent, useState } from 'react';
import { Button } from './Button';
import { TextArea } from './Field';
import { parsed } from './parsed';
import { Trouble } from './Trouble';

interface Props {
  label: string;
  value: unknown;
  busy: boolean;
  error: Error | null;
  does: string;
  onSave: (value: unknown) => void;
}

/** An object as JSON to be changed by hand. */
export function ObjectForm({ label, value, busy, error, does, onSave }: Props) {
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const { value: read, wrong } = parsed(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(read);
  };
  return (
    <form onSubmit={submit}>
      <TextArea
        label={label}
        rows={12}
        value={text}
        wrong={wrong}
        onChange={(e) => setText(e.target.value)}
      />
      {error && <Trouble what="Not saved." error={error} />}
      <p>
        <Button type="submit" kind="main" busy={busy} disabled={wrong !== undefined}>
          {does}
        </Button>
      </p>
    </form>
  );
}
