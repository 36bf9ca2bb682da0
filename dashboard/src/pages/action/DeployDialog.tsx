import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { Action } from '../../api/actions';
import type { Stream } from '../../api/streams';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { plural } from '../../ui/numbers';
import { Skeleton, Trouble } from '../../ui/Trouble';
import { streams } from '../../api/streams';

const DiffView = lazy(() => import('../../editor/DiffView'));

interface Props {
  action: Action;
  code: string;
  busy: boolean;
  error: Error | null;
  onClose: () => void;
  onDeploy: () => void;
}

/** What changes, and for whom. */
export function DeployDialog({ action, code, busy, error, onClose, onDeploy }: Props) {
  const bound = useBound(action.id);
  return (
    <Dialog
      wide
      title={`Deploy ${action.name} as v${(action.deployed_version?.number ?? 0) + 1}`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="main" busy={busy} onClick={onDeploy}>
            Deploy
          </Button>
        </>
      }
    >
      <p>
        {bound.length === 0
          ? 'No stream runs this action yet.'
          : `${plural(bound.length, 'stream')} will run it from the next attempt on: ${bound.map(({ name }) => name).join(', ')}.`}
      </p>
      {action.deployed_version ? (
        <Suspense fallback={<Skeleton />}>
          <DiffView label="Code" before={action.deployed_version.code} after={code} />
        </Suspense>
      ) : (
        <p>It is the first version.</p>
      )}
      {error && <Trouble what="Not deployed." error={error} />}
    </Dialog>
  );
}

/** The streams whose destination is this action. */
export function useBound(action: string): Stream[] {
  const all = useQuery({ queryKey: ['streams', 'first'], queryFn: () => streams.list() });
  return (
    all.data?.eventStreams.filter(
      ({ destination }) => destination.type === 'action' && destination.configuration.action_id === action,
    ) ?? []
  );
}
