import { api, query, segment } from './http';

export interface Webhook {
  type: 'webhook';
  configuration: {
    webhook_endpoint: string;
    webhook_authorization?: {
      method: 'basic' | 'bearer' | 'custom_header';
      username?: string;
      header_key?: string;
    };
  };
}
export interface EventBridge {
  type: 'eventbridge';
  configuration: { aws_region: string; aws_account_id: string; aws_partner_event_source?: string };
}
export interface ActionDestination {
  type: 'action';
  configuration: { action_id: string };
}
export type Destination = Webhook | EventBridge | ActionDestination;

export interface Retry {
  delays: number[];
  jitter: number;
  max_age?: number;
  final_statuses: string[];
  disable_on_gone: boolean;
}

/** How a stream delivers and how it is doing; only on a single stream. */
export interface Delivering {
  pending: number;
  failed: number;
  outstanding: number;
  consecutive_failures: number;
  position: number;
  log_end: number;
  behind_since?: string;
  missed?: { events: number; from: string; to: string };
  warnings?: string[];
  order: 'subject' | 'none';
  content_type: string;
  filter?: string;
  concurrency: number;
  rate_limit: number;
  attempt_timeout: number;
  retry: Retry;
}

export interface Stream {
  id: string;
  name: string;
  status: 'enabled' | 'disabled';
  subscriptions: { event_type: string }[];
  destination: Destination;
  created_at: string;
  updated_at: string;
  delivery?: Delivering;
}

export interface Concerns {
  events: number;
  complete: boolean;
}
export interface Standing {
  position: number;
  log_start: number;
  log_end: number;
  backlog: Concerns;
  pending: number;
}
export interface Moved {
  preview: boolean;
  from: number;
  to: number;
  effect: 'read_again' | 'made_pending' | 'skipped';
  concerns: Concerns;
}
export interface Move {
  to: string | number;
  backlog?: 'skip' | 'deliver';
  preview?: boolean;
}
export interface Replay {
  date_from?: string;
  date_to?: string;
  event_types?: string[];
  event_ids?: string[];
  preview?: boolean;
}
export interface Stats {
  window: { date_from: string; date_to: string; bucket_interval: { scale_factor: number } };
  buckets: string[];
  metrics: { name: string; window_total: number; data: number[] }[];
}
export interface FilterCheck {
  valid: boolean;
  message?: string;
  matched?: number;
  of?: number;
}

const one = (id: string) => `/event-streams/${segment(id)}`;

export const streams = {
  list: (from?: string) =>
    api<{ eventStreams: Stream[]; next?: string }>(`/event-streams${query({ take: 50, from })}`),
  find: (id: string) => api<Stream>(one(id)),
  create: (body: unknown) => api<Stream>('/event-streams', { method: 'POST', body }),
  change: (id: string, body: unknown) => api<Stream>(one(id), { method: 'PATCH', body }),
  remove: (id: string) => api<undefined>(one(id), { method: 'DELETE' }),
  stats: (id: string, range: { date_from?: string; bucket?: string }) =>
    api<Stats>(`${one(id)}/stats${query(range)}`),
  test: (id: string, body: { event_type: string; data?: unknown }) =>
    api<{ id: string }>(`${one(id)}/test`, { method: 'POST', body }),
  standing: (id: string) => api<Standing>(`${one(id)}/position`),
  move: (id: string, body: Move) => api<Moved>(`${one(id)}/position`, { method: 'POST', body }),
  replay: (id: string, body: Replay) =>
    api<{ concerns: Concerns }>(`${one(id)}/replay`, { method: 'POST', body }),
  checkFilter: (filter: string, subscriptions: { event_type: string }[]) =>
    api<FilterCheck>('/event-streams/check-filter', { method: 'POST', body: { filter, subscriptions } }),
};
