import { api } from './http';

export type StreamState = 'disabled' | 'failing' | 'held' | 'retrying' | 'behind' | 'flowing' | 'idle';

/** A stream as the overview has it. */
export interface StreamRow {
  id: string;
  name: string;
  status: 'enabled' | 'disabled';
  destination: 'action' | 'webhook' | 'eventbridge';
  action_id?: string;
  state: StreamState;
  position: number;
  end: number;
  lag: { events: number; more: boolean; seconds?: number; since?: string };
  pending: number;
  failed: number;
  outstanding: number;
  consecutive_failures: number;
  missed: number;
  /** One number a minute; the last is of the minute that runs. */
  outcomes: { from: string; delivered: number[]; failed: number[] };
}
export interface Mark {
  at: string;
  kind: string;
  event_stream_id?: string;
  action_id?: string;
  version?: number;
  text: string;
}
export interface Overview {
  at: string;
  version: string;
  isolation: { level: string | null; text: string };
  disk: { free_bytes: number; total_bytes: number };
  workers: { processes: number; max: number };
  streams: StreamRow[];
  more_streams: boolean;
  marks: Mark[];
  full?: boolean;
  removed?: string[];
}

const ORDER: StreamState[] = ['disabled', 'failing', 'held', 'retrying', 'behind', 'flowing', 'idle'];

export const overview = () => api<Overview>('/overview');

/** What the live stream says, laid over what was known: changed streams by id, trouble first. */
export function merged(known: Overview | undefined, next: Overview): Overview {
  if (next.full !== false || !known) return next;
  const rows = new Map(known.streams.map((stream) => [stream.id, stream]));
  next.streams.forEach((stream) => rows.set(stream.id, stream));
  next.removed?.forEach((id) => rows.delete(id));
  return { ...next, streams: [...rows.values()].sort(byTrouble) };
}

export function byTrouble(a: StreamRow, b: StreamRow): number {
  return ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.name.localeCompare(b.name);
}
