import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link, useParams } from 'wouter';
import { actions, type Version } from '../api/actions';
import { useParam } from '../app/search';
import { Button } from '../ui/Button';
import { Page, Section } from '../ui/Page';
import { Status } from '../ui/Status';
import { say } from '../ui/toast';
import { Time } from '../ui/Time';
import { Empty, Skeleton, Trouble } from '../ui/Trouble';
import s from './versions.module.css';

const DiffView = lazy(() => import('../editor/DiffView'));

/** What was deployed, what changed with each, and the way back. */
export default function VersionsPage() {
  const { id = '' } = useParams();
  const action = useQuery({ queryKey: ['action', id], queryFn: () => actions.find(id) });
  const read = useQuery({ queryKey: ['versions', id], queryFn: () => actions.versions(id) });
  const [picked, setPicked] = useParam('version', '');
  const versions = read.data?.versions ?? [];
  const chosen = versions.find((version) => String(version.number) === picked) ?? versions[0];
  const before = versions.find((version) => version.number < (chosen?.number ?? 0));
  return (
    <Page
      title={`Versions of ${action.data?.name ?? '…'}`}
      beside={<Link href={`/actions/${id}`}>back to the editor</Link>}
    >
      {read.isPending && <Skeleton />}
      {read.isError && (
        <Trouble
          what="The versions could not be read."
          error={read.error}
          again={() => void read.refetch()}
        />
      )}
      {read.isSuccess && versions.length === 0 && <Empty>Nothing was deployed yet.</Empty>}
      <ul className={s['versions']}>
        {versions.map((version) => (
          <li key={version.id} data-chosen={version === chosen}>
            <Button
              kind="quiet"
              aria-pressed={version === chosen}
              onClick={() => setPicked(String(version.number))}
            >
              v{version.number}
            </Button>
            <Time at={version.created_at} />
            {version.deployed ? <Status of="enabled" word="live" /> : <Rollback id={id} version={version} />}
          </li>
        ))}
      </ul>
      {chosen && (
        <Section title={before ? `v${before.number} to v${chosen.number}` : `v${chosen.number}, the first`}>
          <Suspense fallback={<Skeleton />}>
            <DiffView label={`v${chosen.number}`} before={before?.code ?? ''} after={chosen.code} />
          </Suspense>
        </Section>
      )}
    </Page>
  );
}

function Rollback({ id, version }: { id: string; version: Version }) {
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: () => actions.deployVersion(id, version.id),
    onSuccess: (made) => {
      say(`v${version.number} is live again, as v${made.number}.`);
      void client.invalidateQueries({ queryKey: ['versions', id] });
      void client.invalidateQueries({ queryKey: ['action', id] });
    },
    onError: (error) => say(error.message),
  });
  return (
    <Button busy={act.isPending} onClick={() => act.mutate()}>
      Deploy this version
    </Button>
  );
}
