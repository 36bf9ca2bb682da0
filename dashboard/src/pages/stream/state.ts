import type { StreamRow, StreamState } from '../../api/overview';
import type { Stream } from '../../api/streams';

/** The word for how a stream is doing: switched off by a person is paused, by its failures disabled. */
export function stateOf(stream: Stream, row?: StreamRow): StreamState | 'paused' | 'enabled' {
  const failures = stream.delivery?.consecutive_failures ?? row?.consecutive_failures ?? 0;
  if (stream.status === 'disabled')
    return failures > 0 && isDisabledByFailures(stream) ? 'disabled' : 'paused';
  if (row && row.state !== 'disabled') return row.state;
  if (!stream.delivery) return 'enabled';
  if (failures > 0) return 'failing';
  return stream.delivery.pending > 0 ? 'retrying' : 'flowing';
}

function isDisabledByFailures(stream: Stream): boolean {
  return stream.delivery?.warnings?.some((warning) => warning.startsWith('Disabled')) ?? true;
}
