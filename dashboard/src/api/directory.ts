import { api, query, segment } from './http';

export interface User {
  user_id: string;
  email?: string;
  name?: string;
  nickname?: string;
  username?: string;
  email_verified?: boolean;
  blocked?: boolean;
  created_at: string;
  updated_at: string;
  last_login?: string;
  logins_count?: number;
  identities?: { connection: string }[];
  user_metadata?: Record<string, unknown>;
  app_metadata?: Record<string, unknown>;
}
export interface Organization {
  id: string;
  name: string;
  display_name?: string;
  metadata?: Record<string, string>;
}
export interface Member {
  user_id: string;
  name?: string;
  email?: string;
}

const user = (id: string) => `/users/${segment(id)}`;
const organization = (id: string) => `/organizations/${segment(id)}`;

export const directory = {
  users: (from?: string) => api<{ users: User[]; next?: string }>(`/users${query({ take: 50, from })}`),
  searchUsers: (q: string) => api<User[]>(`/users${query({ q, per_page: 50 })}`),
  user: (id: string) => api<User>(user(id)),
  createUser: (body: unknown) => api<User>('/users', { method: 'POST', body }),
  changeUser: (id: string, body: unknown) => api<User>(user(id), { method: 'PATCH', body }),
  removeUser: (id: string) => api<undefined>(user(id), { method: 'DELETE' }),
  signIn: (id: string, outcome: 'succeeded' | 'failed') =>
    api<{ event_type: string }>(`${user(id)}/sign-in`, { method: 'POST', body: { outcome } }),

  organizations: (from?: string) =>
    api<{ organizations: Organization[]; next?: string }>(`/organizations${query({ take: 50, from })}`),
  organization: (id: string) => api<Organization>(organization(id)),
  createOrganization: (body: unknown) => api<Organization>('/organizations', { method: 'POST', body }),
  changeOrganization: (id: string, body: unknown) =>
    api<Organization>(organization(id), { method: 'PATCH', body }),
  removeOrganization: (id: string) => api<undefined>(organization(id), { method: 'DELETE' }),
  members: (id: string, from?: string) =>
    api<{ members: Member[]; next?: string }>(`${organization(id)}/members${query({ take: 50, from })}`),
  addMember: (id: string, userId: string) =>
    api<undefined>(`${organization(id)}/members`, { method: 'POST', body: { members: [userId] } }),
  removeMember: (id: string, userId: string) =>
    api<undefined>(`${organization(id)}/members`, { method: 'DELETE', body: { members: [userId] } }),
};
