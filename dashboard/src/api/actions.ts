import type { ConsoleLine, OutgoingCall } from './deliveries';
import { api, query, segment } from './http';

export interface Dependency {
  name: string;
  version: string;
}
export interface SecretName {
  name: string;
  updated_at?: string;
}
export interface ModuleRef {
  module_id: string;
  module_name?: string;
  module_version_id?: string;
  module_version_number?: number;
}

/** What a draft and a version have in common. */
export interface Content {
  code: string;
  runtime: string;
  dependencies: Dependency[];
  secrets: SecretName[];
  modules?: ModuleRef[];
}
export interface Version extends Content {
  id: string;
  number: number;
  deployed: boolean;
  created_at: string;
}
export interface Action extends Content {
  id: string;
  name: string;
  status: 'pending' | 'building' | 'built' | 'failed';
  errors?: { id: string; msg: string; url: string }[];
  all_changes_deployed: boolean;
  created_at: string;
  updated_at: string;
  deployed_version?: Version;
}
export interface Draft {
  name?: string;
  code?: string;
  runtime?: string;
  dependencies?: Dependency[];
  secrets?: { name: string; value?: string }[];
  modules?: ModuleRef[];
}
export interface TestAnswer {
  payload: {
    error?: { name: string; message: string; stack: string };
    logs: string;
    console?: ConsoleLine[];
    outgoing_calls?: OutgoingCall[];
    stats: { action_duration_ms: number; total_request_duration_ms: number };
  };
}
export interface Module {
  id: string;
  name: string;
  code?: string;
  latest_version_number?: number;
  latest_version?: { id: string; version_number: number };
  actions_using_module_total?: number;
  all_changes_published?: boolean;
}

export const TRIGGER = [{ id: 'event-stream', version: 'v1' }];

const all = '/actions/actions';
const one = (id: string) => `${all}/${segment(id)}`;

export const actions = {
  list: () => api<{ actions: Action[]; total: number }>(`${all}${query({ per_page: 100 })}`),
  find: (id: string) => api<Action>(one(id)),
  create: (body: Draft & { name: string; deploy?: boolean }) =>
    api<Action>(all, { method: 'POST', body: { ...body, supported_triggers: TRIGGER } }),
  change: (id: string, body: Draft) => api<Action>(one(id), { method: 'PATCH', body }),
  remove: (id: string) => api<undefined>(one(id), { method: 'DELETE' }),
  deploy: (id: string) => api<Version>(`${one(id)}/deploy`, { method: 'POST' }),
  versions: (id: string) => api<{ versions: Version[] }>(`${one(id)}/versions${query({ per_page: 50 })}`),
  deployVersion: (id: string, version: string) =>
    api<Version>(`${one(id)}/versions/${segment(version)}/deploy`, {
      method: 'POST',
      body: { update_draft: true },
    }),
  test: (id: string, payload: unknown) =>
    api<TestAnswer>(`${one(id)}/test`, { method: 'POST', body: { payload } }),
  modules: () => api<{ modules: Module[] }>(`/actions/modules${query({ per_page: 100 })}`),
  npm: (name: string) => api<{ versions: string[] }>(`/npm/${segment(name)}`),
};
