import { useQuery } from '@tanstack/react-query';
import type { TestAnswer } from '../../api/actions';
import { events } from '../../api/events';
import { Button } from '../../ui/Button';
import { SelectField, TextArea } from '../../ui/Field';
import { millis } from '../../ui/numbers';
import { parsed } from '../../ui/parsed';
import { Calls, ConsoleLines } from '../../ui/Run';
import { Notice, Status } from '../../ui/Status';
import { Trouble } from '../../ui/Trouble';
import s from './TestPane.module.css';

interface Props {
  types: readonly string[];
  type: string;
  onType: (type: string) => void;
  event: string;
  onEvent: (event: string) => void;
  busy: boolean;
  answer: TestAnswer | undefined;
  error: Error | null;
  onTest: () => void;
}

/** Runs the draft once with a sample or a stored event, and shows what it did. */
export function TestPane({ types, type, onType, event, onEvent, busy, answer, error, onTest }: Props) {
  const all = useQuery({ queryKey: ['types'], queryFn: events.types });
  const names = all.data?.event_types.map((one) => one.type).filter((name) => !types.includes(name)) ?? [];
  const { wrong } = parsed(event);
  const payload = answer?.payload;
  return (
    <section className={s['pane']} aria-label="Test">
      <SelectField label="Test with a sample of" value={type} onChange={(e) => onType(e.target.value)}>
        {type === '' && <option value="">the stored event below</option>}
        {[...types, ...names].map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      <TextArea
        label="Event"
        rows={12}
        value={event}
        wrong={wrong}
        onChange={(e) => onEvent(e.target.value)}
      />
      <p>
        <Button busy={busy} disabled={wrong !== undefined} onClick={onTest}>
          Test
        </Button>
      </p>
      {error && <Trouble what="Not tested." error={error} />}
      {payload && (
        <div role="status" className={s['result']}>
          <p>
            <Status of={payload.error ? 'failed' : 'succeeded'} /> {millis(payload.stats.action_duration_ms)}
          </p>
          {payload.error && (
            <Notice tone="failed">
              <strong>{payload.error.name}</strong> {payload.error.message}
              <pre tabIndex={0}>{payload.error.stack}</pre>
            </Notice>
          )}
          {payload.console ? (
            <ConsoleLines lines={payload.console} />
          ) : (
            payload.logs && <pre tabIndex={0}>{payload.logs}</pre>
          )}
          <Calls calls={payload.outgoing_calls ?? []} />
        </div>
      )}
    </section>
  );
}
