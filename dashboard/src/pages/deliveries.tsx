import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deliveries, type DeliveryStatus } from '../api/deliveries';
import { streams } from '../api/streams';
import { useParam } from '../app/search';
import { useOverview } from '../live/useOverview';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { SelectField } from '../ui/Field';
import { plural } from '../ui/numbers';
import { Page } from '../ui/Page';
import { say } from '../ui/toast';
import { Empty, Skeleton, Trouble } from '../ui/Trouble';
import { usePaged } from '../ui/usePaged';
import { DeliveryList } from './deliveries/DeliveryList';
import { Groups } from './deliveries/Groups';
import s from './deliveries.module.css';

const HOUR_MS = 3_600_000;
const RANGES: Record<string, number> = { '1h': HOUR_MS, '24h': 24 * HOUR_MS, '7d': 7 * 24 * HOUR_MS };

/** What is failing, stream by stream: is it one problem or forty? */
export function Deliveries() {
  const all = useQuery({ queryKey: ['streams', 'first'], queryFn: () => streams.list() });
  const worst = useOverview().data?.streams.find((row) => row.failed > 0)?.id;
  const [picked, setStream] = useParam('stream', '');
  const [status, setStatus] = useParam<DeliveryStatus>('status', 'failed');
  const [range, setRange] = useParam('range', 'all');
  const stream = picked || worst || all.data?.eventStreams[0]?.id || '';
  return (
    <Page title="Deliveries" actions={stream && status === 'failed' && <RedeliverAll stream={stream} />}>
      {all.isPending && <Skeleton />}
      {all.isError && (
        <Trouble what="The streams could not be read." error={all.error} again={() => void all.refetch()} />
      )}
      {all.data?.eventStreams.length === 0 && (
        <Empty command="./tailrace deliveries --help">No streams, so nothing is delivered yet.</Empty>
      )}
      {stream && (
        <>
          <div className={s['filters']}>
            <SelectField
              label="Stream"
              data-filter
              value={stream}
              onChange={(e) => setStream(e.target.value)}
            >
              {all.data?.eventStreams.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectField>
            <SelectField
              label="Status"
              value={status}
              onChange={(e) => setStatus(e.target.value as DeliveryStatus)}
            >
              <option value="failed">failed</option>
              <option value="pending">pending</option>
              <option value="delivered">delivered late</option>
            </SelectField>
            <SelectField label="Time" value={range} onChange={(e) => setRange(e.target.value)}>
              <option value="all">all kept</option>
              <option value="1h">last hour</option>
              <option value="24h">last 24 h</option>
              <option value="7d">last 7 days</option>
            </SelectField>
          </div>
          <OfStream key={stream + status + range} stream={stream} status={status} range={range} />
        </>
      )}
    </Page>
  );
}

function OfStream({ stream, status, range }: { stream: string; status: DeliveryStatus; range: string }) {
  const [from] = useState(() => {
    const back = RANGES[range];
    return back ? new Date(Date.now() - back).toISOString() : undefined;
  });
  const list = usePaged(
    ['deliveries', stream, status, range],
    async (after) => {
      const page = await deliveries.list(stream, { statuses: status, date_from: from }, after);
      return { items: page.deliveries, next: page.next };
    },
    3_000,
  );
  return (
    <>
      {status === 'failed' && <Groups deliveries={list.items} complete={!list.hasNextPage} />}
      <DeliveryList
        list={list}
        empty={
          status === 'failed'
            ? 'Nothing failed. What arrives at the first try is counted, not listed.'
            : `Nothing is ${status}.`
        }
      />
    </>
  );
}

/** Everything of a stream that failed for good, after its number was shown. */
function RedeliverAll({ stream }: { stream: string }) {
  const [asking, setAsking] = useState(false);
  const one = useQuery({
    queryKey: ['stream', stream],
    queryFn: () => streams.find(stream),
    enabled: asking,
  });
  const act = useMutation({
    mutationFn: () => deliveries.redeliverAll(stream, {}),
    onSuccess: () => {
      setAsking(false);
      say(`Redelivery of ${one.data?.name ?? 'the stream'} began; the list shows what fails again.`);
    },
  });
  const failed = one.data?.delivery?.failed;
  return (
    <>
      <Button onClick={() => setAsking(true)}>Redeliver all…</Button>
      {asking && (
        <Dialog
          title="Redeliver all that failed"
          onClose={() => setAsking(false)}
          foot={
            <>
              <Button onClick={() => setAsking(false)}>Cancel</Button>
              <Button
                kind="main"
                disabled={failed === undefined || failed === 0}
                busy={act.isPending}
                onClick={() => act.mutate()}
              >
                {failed === undefined ? 'Redeliver' : `Redeliver ${failed}`}
              </Button>
            </>
          }
        >
          <p>
            {failed === undefined
              ? 'Counting…'
              : `${plural(failed, 'delivery', 'deliveries')} of ${one.data?.name} will be attempted again, by the newest version.`}
          </p>
          {act.isError && <Trouble what="Not redelivered." error={act.error} />}
        </Dialog>
      )}
    </>
  );
}
