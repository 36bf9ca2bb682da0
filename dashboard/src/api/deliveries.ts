import { api, query, segment } from './http';

export interface CloudEvent {
  id: string;
  source: string;
  type: string;
  time: string;
  subject?: string;
  data?: unknown;
  [attribute: string]: unknown;
}

export interface Attempt {
  status: 'delivered' | 'failed' | 'retrying';
  timestamp: string;
  /** Milliseconds; missing where somebody asked for a redelivery. */
  duration?: number;
  error_message?: string;
  error_detail?: string;
  action_version?: number;
  execution_id?: string;
  output?: string;
}

export type DeliveryStatus = 'failed' | 'pending' | 'delivered';

export interface Delivery {
  id: string;
  event_stream_id: string;
  event_type: string;
  status: DeliveryStatus;
  attempts: Attempt[];
  event: CloudEvent;
}

export interface DeliveryFilter {
  statuses?: string | undefined;
  event_types?: string | undefined;
  date_from?: string | undefined;
}

export interface ExecutionResult {
  action_id: string;
  action_name: string;
  version: number;
  event_stream_id: string;
  event_id: string;
  attempt: number;
  isolation: string;
  error?: { id: string; msg: string; stack: string };
  console: ConsoleLine[];
  outgoing_calls: OutgoingCall[];
  started_at: string;
  ended_at: string;
}
export interface ConsoleLine {
  date: string;
  level: string;
  text: string;
}
export interface OutgoingCall {
  host: string;
  port: number;
  address: string;
  bytes_sent: number;
  bytes_received: number;
  verdict: string;
}
export interface Execution {
  id: string;
  results: ExecutionResult[];
}

const of = (stream: string) => `/event-streams/${segment(stream)}`;

export const deliveries = {
  list: (stream: string, filter: DeliveryFilter, from?: string) =>
    api<{ deliveries: Delivery[]; next?: string }>(
      `${of(stream)}/deliveries${query({ ...filter, take: 50, from })}`,
    ),
  find: (stream: string, event: string) => api<Delivery>(`${of(stream)}/deliveries/${segment(event)}`),
  redeliver: (stream: string, event: string) =>
    api<unknown>(`${of(stream)}/redeliver/${segment(event)}`, { method: 'POST' }),
  redeliverAll: (stream: string, body: { event_types?: string[]; date_from?: string }) =>
    api<unknown>(`${of(stream)}/redeliver`, { method: 'POST', body }),
  execution: (id: string) => api<Execution>(`/actions/executions/${segment(id)}`),
};
