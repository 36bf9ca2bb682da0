import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import type { StreamRow } from '../../api/overview';
import { streams, type Stats, type Stream } from '../../api/streams';
import { useParam } from '../../app/search';
import { Race } from '../../race/Race';
import { count, plural } from '../../ui/numbers';
import { Section } from '../../ui/Page';
import { Skeleton, Trouble } from '../../ui/Trouble';
import { Tabs } from '../../ui/Tabs';
import { Time } from '../../ui/Time';
import { RANGES, type Range, queryOf } from './ranges';
import s from './Flow.module.css';

const Chart = lazy(() => import('./Chart'));

/** The race of one stream, where it stands, and its outcomes over time. */
export function Flow({ stream, row }: { stream: Stream; row: StreamRow | undefined }) {
  const [range, setRange] = useParam<Range>('range', '1h');
  const stats = useQuery({
    queryKey: ['stats', stream.id, range],
    queryFn: () => streams.stats(stream.id, queryOf(range, Date.now())),
    refetchInterval: 10_000,
    placeholderData: (old) => old,
  });
  const delivering = stream.delivery;
  const { delivered, failed } = metrics(stats.data);
  const bars = row?.outcomes ?? { delivered, failed };
  return (
    <>
      <Race
        tall
        delivered={bars.delivered}
        failed={bars.failed}
        waiting={(row?.lag.events ?? 0) + (delivering?.pending ?? 0)}
        gate={stream.status === 'enabled' ? 'open' : 'closed'}
        bar={row ? 'minute' : 'bar'}
      />
      {delivering && (
        <dl className={s['standing']}>
          <Fact name="position">
            {count(delivering.position)} of {count(delivering.log_end)}
          </Fact>
          <Fact name="behind">
            {delivering.behind_since ? (
              <>
                {row ? `${plural(row.lag.events, 'event')}, ` : ''}since <Time at={delivering.behind_since} />
              </>
            ) : (
              'nothing'
            )}
          </Fact>
          <Fact name="pending">{count(delivering.pending)}</Fact>
          <Fact name="failed">
            {delivering.failed > 0 ? (
              <Link href={`/streams/${stream.id}?tab=deliveries`}>{count(delivering.failed)}</Link>
            ) : (
              '0'
            )}
          </Fact>
          {delivering.consecutive_failures > 0 && (
            <Fact name="in a row">{plural(delivering.consecutive_failures, 'failure')}</Fact>
          )}
        </dl>
      )}
      <Section title="Deliveries over time">
        <Tabs label="Range" tabs={RANGES} chosen={range} onChoose={setRange} />
        {stats.isPending && <Skeleton />}
        {stats.isError && (
          <Trouble
            what="The counts could not be read."
            error={stats.error}
            again={() => void stats.refetch()}
          />
        )}
        {stats.data && (
          <>
            <Suspense fallback={<Skeleton />}>
              <Chart at={stats.data.buckets} delivered={delivered} failed={failed} />
            </Suspense>
            <Table stats={stats.data} />
          </>
        )}
      </Section>
    </>
  );
}

function metrics(stats: Stats | undefined): { delivered: number[]; failed: number[] } {
  const data = (name: string) => stats?.metrics.find((metric) => metric.name.includes(name))?.data ?? [];
  return { delivered: data('successful'), failed: data('failed') };
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The same numbers for those who read rather than look. */
function Table({ stats }: { stats: Stats }) {
  const { delivered, failed } = metrics(stats);
  const filled = stats.buckets.map((at, bar) => ({ at, ok: delivered[bar] ?? 0, bad: failed[bar] ?? 0 }));
  return (
    <details>
      <summary>As a table</summary>
      <table className={s['table']}>
        <thead>
          <tr>
            <th scope="col">from</th>
            <th scope="col">delivered</th>
            <th scope="col">failed</th>
          </tr>
        </thead>
        <tbody>
          {filled
            .filter(({ ok, bad }) => ok + bad > 0)
            .map(({ at, ok, bad }) => (
              <tr key={at}>
                <td>
                  <Time at={at} />
                </td>
                <td>{count(ok)}</td>
                <td>{count(bad)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
}
