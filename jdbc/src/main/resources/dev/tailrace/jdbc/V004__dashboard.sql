-- Dashboard ----------------------------------------------------------------------------------------------------------

-- hash: of the secret in the cookie. scopes: null means all that are held.
create table dashboard_sessions (
  tenant text not null,
  hash text not null,
  client_id text not null,
  secret_hash text not null,
  scopes text,
  created_at integer not null,
  expires_at integer not null
);
create unique index dashboard_sessions_hash on dashboard_sessions (tenant, hash);
create index dashboard_sessions_expires on dashboard_sessions (expires_at);
