-- Permissions, grants of organizations, settings of tenants, used assertions -------------------------------------------

-- holder: a role or a user; api: empty for the Management API, else the identifier of a resource server.
create table permissions (
  key integer primary key autoincrement,
  tenant text not null,
  holder text not null,
  api text not null,
  scope text not null
);
create unique index permissions_of on permissions (tenant, holder, api, scope);
create index permissions_api on permissions (tenant, api);

create table organization_grants (
  key integer primary key autoincrement,
  tenant text not null,
  organization text not null,
  grant_id text not null
);
create unique index organization_grants_of on organization_grants (tenant, organization, grant_id);
create index organization_grants_grant on organization_grants (tenant, grant_id);

create table tenant_settings (
  tenant text primary key,
  settings text not null
);

create table used_assertions (
  tenant text not null,
  client text not null,
  id text not null,
  expires integer not null,
  unique (tenant, client, id)
);
create index used_assertions_expires on used_assertions (expires);

-- Executions: those that said something are kept, too --------------------------------------------------------------------

alter table executions add column action_id text not null default '';
alter table executions add column attempt integer not null default 0;
alter table executions add column failed integer not null default 1;
-- Isolation, console lines, outgoing calls, uses of the cache, as JSON.
alter table executions add column trace text not null default '{}';
create index executions_action on executions (tenant, action_id, failed);
create index executions_stream on executions (tenant, stream, failed);

-- Retention by size and erasure --------------------------------------------------------------------------------------

-- What full pieces of the log take, measured where a limit is set; see LogSizes.
create table log_sizes (
  last_offset integer primary key,
  bytes integer not null
);

-- Requests to erase what events say about a subject. subject: empty once it is done.
create table erasures (
  key integer primary key autoincrement,
  tenant text not null,
  id text not null,
  subject text not null,
  asked_at integer not null,
  done_at integer,
  events integer not null default 0,
  deliveries integer not null default 0,
  executions integer not null default 0
);
create unique index erasures_id on erasures (tenant, id);
create index erasures_waiting on erasures (key) where done_at is null;
create index erasures_done on erasures (done_at) where done_at is not null;

-- Events that were erased lately: what is still said about them is not kept.
create table erased_events (
  tenant text not null,
  event text not null,
  at integer not null,
  primary key (tenant, event)
) without rowid;
create index erased_events_at on erased_events (at);
create index executions_event on executions (tenant, event);

-- Signed webhooks ----------------------------------------------------------------------------------------------------

-- What calls are signed with, sealed; see SigningJson.
alter table streams add column signing_secrets blob;

-- Actions: where each may connect to ---------------------------------------------------------------------------------

create table action_egress (
  tenant text not null,
  action text not null,
  allow text not null,
  deny text not null,
  primary key (tenant, action)
) without rowid;
