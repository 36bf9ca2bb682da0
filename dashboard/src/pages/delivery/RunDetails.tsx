import { useQuery } from '@tanstack/react-query';
import { deliveries } from '../../api/deliveries';
import { Section } from '../../ui/Page';
import { Calls, ConsoleLines } from '../../ui/Run';

/** What the last run of the action wrote and whom it called. */
export function RunDetails({ execution }: { execution: string }) {
  const run = useQuery({
    queryKey: ['execution', execution],
    queryFn: () => deliveries.execution(execution),
    retry: false,
  });
  const result = run.data?.results[0];
  if (!result || (result.console.length === 0 && result.outgoing_calls.length === 0)) return null;
  return (
    <Section title={`Last run: v${result.version}, attempt ${result.attempt}`}>
      <ConsoleLines lines={result.console} />
      <Calls calls={result.outgoing_calls} />
    </Section>
  );
}
