import { deliveries, type DeliveryStatus } from '../../api/deliveries';
import type { Stream } from '../../api/streams';
import { useParam } from '../../app/search';
import { Tabs } from '../../ui/Tabs';
import { usePaged } from '../../ui/usePaged';
import { DeliveryList } from '../deliveries/DeliveryList';

const STATUSES = [
  { id: 'failed', name: 'Failed' },
  { id: 'pending', name: 'Pending' },
  { id: 'delivered', name: 'Delivered late' },
] as const;

/** What this stream has trouble with: delivered at once leaves no row. */
export function StreamDeliveries({ stream }: { stream: Stream }) {
  const [status, setStatus] = useParam<DeliveryStatus>('status', 'failed');
  const list = usePaged(
    ['deliveries', stream.id, status],
    async (from) => {
      const page = await deliveries.list(stream.id, { statuses: status }, from);
      return { items: page.deliveries, next: page.next };
    },
    3_000,
  );
  return (
    <>
      <Tabs label="Status" tabs={STATUSES} chosen={status} onChoose={setStatus} />
      <DeliveryList
        list={list}
        empty={
          status === 'failed'
            ? 'Nothing failed. What is delivered at the first try leaves no row here; its number stands under Flow.'
            : `Nothing is ${status}.`
        }
      />
    </>
  );
}
