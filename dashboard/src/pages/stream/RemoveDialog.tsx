import { useMutation, useQueryClient } from '@tanstack/react-query';
import { streams, type Stream } from '../../api/streams';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { plural } from '../../ui/numbers';
import { say } from '../../ui/toast';
import { Trouble } from '../../ui/Trouble';

/** A stream goes with its deliveries, and the action of its own. */
export function RemoveDialog({
  stream,
  onClose,
  onRemoved,
}: {
  stream: Stream;
  onClose: () => void;
  onRemoved: () => void;
}) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => streams.remove(stream.id),
    onSuccess: () => {
      say(`${stream.name} is deleted.`);
      client.removeQueries({ queryKey: ['stream', stream.id] });
      void client.invalidateQueries({ queryKey: ['streams'] });
      onRemoved();
    },
  });
  const lost = (stream.delivery?.failed ?? 0) + (stream.delivery?.pending ?? 0);
  return (
    <Dialog
      title={`Delete ${stream.name}?`}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Delete the stream
          </Button>
        </>
      }
    >
      <p>
        With it go {plural(lost, 'listed delivery', 'listed deliveries')} with their attempts
        {stream.destination.type === 'action' && ', and its action when no other stream uses it'}. The events
        stay in the log.
      </p>
      {remove.isError && <Trouble what="Not deleted." error={remove.error} />}
    </Dialog>
  );
}
