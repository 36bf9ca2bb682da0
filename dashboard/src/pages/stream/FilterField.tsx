import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { streams } from '../../api/streams';
import { TextArea } from '../../ui/Field';

const QUIET_MS = 300;

/** A condition, checked as it is typed against what the log holds. */
export function FilterField({
  value,
  onChange,
  types,
}: {
  value: string;
  onChange: (filter: string) => void;
  types: readonly string[];
}) {
  const [asked, setAsked] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setAsked(value), QUIET_MS);
    return () => window.clearTimeout(timer);
  }, [value]);
  const check = useQuery({
    queryKey: ['filter', asked, types],
    queryFn: () =>
      streams.checkFilter(
        asked,
        types.map((type) => ({ event_type: type })),
      ),
    enabled: asked.trim() !== '',
    retry: false,
  });
  const said = asked.trim() === '' ? undefined : check.data;
  return (
    <TextArea
      label="Filter"
      rows={2}
      placeholder="data.object.email.endsWith('@example.com')"
      hint={
        said?.valid
          ? `${said.matched} of the last ${said.of} match.`
          : 'A CEL condition over data and event; empty lets everything through.'
      }
      wrong={said && !said.valid ? said.message : undefined}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
