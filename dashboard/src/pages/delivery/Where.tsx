import { useQuery } from '@tanstack/react-query';
import { actions } from '../../api/actions';
import { deliveries } from '../../api/deliveries';
import { Section } from '../../ui/Page';
import { around, lineOf } from './frames';
import s from './Where.module.css';

const LINES_AROUND = 3;

/** The line of the version that ran, as its stack names it. */
export function Where({ execution, action }: { execution: string; action: string }) {
  const run = useQuery({
    queryKey: ['execution', execution],
    queryFn: () => deliveries.execution(execution),
    retry: false,
  });
  const versions = useQuery({ queryKey: ['versions', action], queryFn: () => actions.versions(action) });
  const result = run.data?.results[0];
  const line = lineOf(result?.error?.stack ?? '');
  const version = versions.data?.versions.find(({ number }) => number === result?.version);
  if (!result?.error || line === undefined || !version) return null;
  return (
    <Section title={`Where: v${version.number} line ${line}`}>
      <ol className={s['code']} tabIndex={0} aria-label="Code around the line">
        {around(version.code, line, LINES_AROUND).map(({ number, text }) => (
          <li key={number} data-here={number === line}>
            <span>{number}</span>
            <code>{text || ' '}</code>
          </li>
        ))}
      </ol>
      <details>
        <summary>Stack</summary>
        <pre tabIndex={0}>{result.error.stack}</pre>
      </details>
    </Section>
  );
}
