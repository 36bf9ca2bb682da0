import type { CloudEvent } from './deliveries';
import { api, query, segment } from './http';

export interface EventTypeSummary {
  type: string;
  description: string;
  kind: 'catalogue' | 'extension' | 'own';
}
export interface EventTypeDetail extends EventTypeSummary {
  schema?: Schema;
  sample: Record<string, unknown>;
}
export interface Schema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  required?: string[];
  enum?: unknown[];
  format?: string;
  const?: unknown;
  $ref?: string;
  $defs?: Record<string, Schema>;
  oneOf?: Schema[];
  anyOf?: Schema[];
}
/** An event as the log and the live tail list it. */
export interface LoggedEvent {
  offset: number;
  id: string;
  source: string;
  type: string;
  subject?: string | null;
  time: string;
  appended: string;
}
export type FateName =
  'delivered' | 'pending' | 'failed' | 'waiting' | 'not_wanted' | 'filtered_out' | 'skipped';
export interface EventPath {
  offset: number;
  appended: string;
  event: CloudEvent;
  streams: { id: string; name: string; fate: FateName; attempts?: number; at?: string }[];
}
export interface LogFilter {
  type?: string | undefined;
  subject?: string | undefined;
  text?: string | undefined;
}

export const events = {
  types: () => api<{ event_types: EventTypeSummary[] }>('/event-types'),
  type: (type: string) => api<EventTypeDetail>(`/event-types/${segment(type)}`),
  declarations: (types: string[]) => api<string>(`/event-types/types.d.ts${query({ event_type: types })}`),
  log: (filter: LogFilter, from?: string) =>
    api<{ events: LoggedEvent[]; next?: string }>(`/log${query({ ...filter, take: 50, from })}`),
  path: (id: string, source?: string) => api<EventPath>(`/log/${segment(id)}${query({ source })}`),
};
