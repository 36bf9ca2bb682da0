import type { Stream } from '../../api/streams';
import { ActivityList } from '../activity/ActivityList';

/** Who changed this stream, and when. */
export function Activity({ stream }: { stream: Stream }) {
  return <ActivityList of={{ event_stream_id: stream.id }} />;
}
