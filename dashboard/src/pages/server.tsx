import { useQuery } from '@tanstack/react-query';
import { api } from '../api/http';
import { readSession } from '../api/session';
import { useOverview } from '../live/useOverview';
import { bytes, count } from '../ui/numbers';
import { Page, Section } from '../ui/Page';
import { Status } from '../ui/Status';
import { Skeleton, Trouble } from '../ui/Trouble';
import s from '../ui/columns.module.css';

const DISK_LOW = 0.1;

/** Can I trust this installation? What it says of itself. */
export function ServerPage() {
  const state = useOverview();
  const session = useQuery({ queryKey: ['session'], queryFn: readSession, staleTime: Infinity });
  const tenants = useQuery({ queryKey: ['tenants'], queryFn: readTenants, retry: false });
  const disk = state.data?.disk;
  const level = state.data?.isolation.level;
  return (
    <Page title="Server">
      {state.isPending && <Skeleton />}
      {state.isError && (
        <Trouble
          what="The server's state could not be read."
          error={state.error}
          again={() => void state.refetch()}
        />
      )}
      {state.data && disk && (
        <dl className={s['facts']}>
          <dt>version</dt>
          <dd>{state.data.version}</dd>
          <dt>isolation of actions</dt>
          <dd>
            <Status of={level === 'L4' || level === 'L3' ? 'ok' : 'behind'} word={level ?? 'not known yet'} />{' '}
            {state.data.isolation.text}
          </dd>
          <dt>disk</dt>
          <dd>
            <Status
              of={disk.free_bytes / disk.total_bytes > DISK_LOW ? 'ok' : 'failing'}
              word={`${bytes(disk.free_bytes)} free`}
            />{' '}
            of {bytes(disk.total_bytes)}
          </dd>
          <dt>workers</dt>
          <dd>
            {count(state.data.workers.processes)} of at most {count(state.data.workers.max)}
          </dd>
          <dt>end of the log</dt>
          <dd>{count(Math.max(0, ...state.data.streams.map(({ end }) => end)))}</dd>
        </dl>
      )}
      {session.data?.signed_in && (
        <Section title="Session">
          <dl className={s['facts']}>
            <dt>tenant</dt>
            <dd>
              {session.data.tenant} ({session.data.domain})
            </dd>
            <dt>signed in as</dt>
            <dd>{session.data.name}</dd>
            <dt>until</dt>
            <dd>{new Date(session.data.expires_at).toLocaleString()}</dd>
            <dt>scopes</dt>
            <dd>{count(session.data.scopes.length)}</dd>
          </dl>
        </Section>
      )}
      {tenants.data && (
        <Section title="Tenants">
          <ul>
            {tenants.data.map((tenant) => (
              <li key={tenant}>{tenant}</li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="More">
        <p>
          The full check, with causes and fixes: <code>./tailrace doctor</code>
        </p>
      </Section>
    </Page>
  );
}

/** Their names; only a session with the scope for it is told. */
async function readTenants(): Promise<string[]> {
  const answer = await api<{ tenants: { name: string }[] }>('/tailrace/tenants');
  return answer.tenants.map(({ name }) => name);
}
