import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { actions } from '../api/actions';
import { streams, type Stream } from '../api/streams';
import { useParam } from '../app/search';
import { useOverview } from '../live/useOverview';
import { Button } from '../ui/Button';
import { Menu } from '../ui/Menu';
import { Page } from '../ui/Page';
import { Notice, Status } from '../ui/Status';
import { Tabs } from '../ui/Tabs';
import { say } from '../ui/toast';
import { Skeleton, Trouble } from '../ui/Trouble';
import { Activity } from './stream/Activity';
import { Flow } from './stream/Flow';
import { MoveDialog, type MoveKind } from './stream/MoveDialog';
import { RemoveDialog } from './stream/RemoveDialog';
import { Settings } from './stream/Settings';
import { stateOf } from './stream/state';
import { StreamDeliveries } from './stream/StreamDeliveries';
import { TestDialog } from './stream/TestDialog';

const TABS = [
  { id: 'flow', name: 'Flow' },
  { id: 'deliveries', name: 'Deliveries' },
  { id: 'settings', name: 'Settings' },
  { id: 'activity', name: 'Activity' },
] as const;
type Tab = (typeof TABS)[number]['id'];
type Over = MoveKind | 'test' | 'remove';

/** One stream: is it healthy, how far behind, what changes if I act? */
export function StreamPage() {
  const { id = '' } = useParams();
  const stream = useQuery({
    queryKey: ['stream', id],
    queryFn: () => streams.find(id),
    refetchInterval: 2_000,
  });
  if (stream.isPending) return <Skeleton />;
  if (stream.isError) {
    return (
      <Page title="Stream">
        <Trouble
          what="The stream could not be read."
          error={stream.error}
          again={() => void stream.refetch()}
        />
      </Page>
    );
  }
  return <One stream={stream.data} />;
}

function One({ stream }: { stream: Stream }) {
  const [tab, setTab] = useParam<Tab>('tab', 'flow');
  const [over, setOver] = useState<Over>();
  const [, navigate] = useLocation();
  const row = useOverview().data?.streams.find(({ id }) => id === stream.id);
  const close = () => setOver(undefined);
  return (
    <Page
      title={stream.name}
      beside={
        <>
          <Status of={stateOf(stream, row)} />
          <To stream={stream} />
        </>
      }
      actions={
        <>
          <PauseButton stream={stream} />
          <Button onClick={() => setOver('test')} disabled={stream.status === 'disabled'}>
            Send test
          </Button>
          <Menu
            label="More"
            items={[
              { name: 'Skip to now…', act: () => setOver('skip') },
              { name: 'Rewind…', act: () => setOver('rewind') },
              { name: 'Replay…', act: () => setOver('replay') },
              { name: 'Delete…', act: () => setOver('remove'), danger: true },
            ]}
          />
        </>
      }
    >
      {stream.delivery?.warnings?.map((warning) => (
        <Notice tone="failed" key={warning}>
          {warning}
        </Notice>
      ))}
      <Tabs label="Views of this stream" tabs={TABS} chosen={tab} onChoose={setTab} />
      {tab === 'flow' && <Flow stream={stream} row={row} />}
      {tab === 'deliveries' && <StreamDeliveries stream={stream} />}
      {tab === 'settings' && <Settings stream={stream} />}
      {tab === 'activity' && <Activity stream={stream} />}
      {over === 'test' && <TestDialog stream={stream} onClose={close} />}
      {over === 'remove' && (
        <RemoveDialog
          stream={stream}
          onClose={close}
          onRemoved={() => navigate('/streams', { replace: true })}
        />
      )}
      {(over === 'skip' || over === 'rewind' || over === 'replay') && (
        <MoveDialog kind={over} stream={stream} onClose={close} />
      )}
    </Page>
  );
}

/** A paused stream keeps its position and goes on from there. */
function PauseButton({ stream }: { stream: Stream }) {
  const client = useQueryClient();
  const pause = useMutation({
    mutationFn: (status: Stream['status']) => streams.change(stream.id, { status }),
    onSuccess: (_, status) => {
      const back = status === 'enabled' ? 'disabled' : 'enabled';
      say(status === 'enabled' ? `${stream.name} flows again.` : `${stream.name} is paused.`, () =>
        pause.mutate(back),
      );
    },
    onError: (error) => say(error.message),
    onSettled: () => client.invalidateQueries({ queryKey: ['stream', stream.id] }),
  });
  const on = stream.status === 'enabled';
  return (
    <Button
      busy={pause.isPending}
      kind={on ? 'plain' : 'main'}
      onClick={() => pause.mutate(on ? 'disabled' : 'enabled')}
    >
      {on ? 'Pause' : 'Resume'}
    </Button>
  );
}

function To({ stream: { destination } }: { stream: Stream }) {
  switch (destination.type) {
    case 'webhook':
      return <code>{destination.configuration.webhook_endpoint}</code>;
    case 'eventbridge':
      return (
        <span>
          EventBridge {destination.configuration.aws_region}, {destination.configuration.aws_account_id}
        </span>
      );
    case 'action':
      return <ToAction id={destination.configuration.action_id} />;
  }
}

function ToAction({ id }: { id: string }) {
  const action = useQuery({ queryKey: ['action', id], queryFn: () => actions.find(id) });
  return (
    <span>
      action <Link href={`/actions/${id}`}>{action.data?.name ?? id}</Link>
      {action.data?.deployed_version && ` v${action.data.deployed_version.number}`}
    </span>
  );
}
