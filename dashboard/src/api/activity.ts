import { api, query } from './http';

/** One thing somebody did. */
export interface Deed {
  id: string;
  at: string;
  kind: string;
  text: string;
  by?: { client_id: string; name?: string };
}
export interface Of {
  event_stream_id?: string;
  action_id?: string;
  user_id?: string;
}

export const activity = (of: Of, from?: string) =>
  api<{ activity: Deed[]; next?: string }>(`/activity${query({ ...of, take: 50, from })}`);
