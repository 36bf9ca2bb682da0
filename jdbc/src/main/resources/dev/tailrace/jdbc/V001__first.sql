-- Times are nanoseconds since 1970; lists and nested values are JSON text.

create table meta (
  name text primary key,
  value blob not null
) without rowid;

-- The log ------------------------------------------------------------------------------------------------------------

-- Tenants as the log knows them; last_offset is written before retention takes a tenant's newest entry.
create table log_tenants (
  key integer primary key,
  tenant text not null unique,
  last_offset integer not null default 0
);

-- autoincrement: an emptied log must not start again at 1.
create table log (
  log_offset integer primary key autoincrement,
  tenant integer not null,
  appended integer not null,
  event_time integer not null,
  type text not null,
  id text not null,
  source text not null,
  subject text,
  json text not null
);
-- Holds log_offset as well, so it is each tenant's log in order.
create index log_by_tenant on log (tenant);

-- Hashes of (tenant, source, id); written late and in sorted runs, see IdIndex.
create table ids (
  k integer primary key,
  log_offset integer not null
);

-- Streams and deliveries ---------------------------------------------------------------------------------------------

create table streams (
  key integer primary key autoincrement,
  tenant text not null,
  id text not null,
  name text not null,
  enabled integer not null,
  subscriptions text not null,
  destination text not null,
  destination_secret blob,
  action text,
  policy text not null,
  created_at integer not null,
  updated_at integer not null
);
create unique index streams_id on streams (tenant, id);
create index streams_listed on streams (tenant);
create unique index streams_name on streams (tenant, name);
create index streams_action on streams (tenant, action) where action is not null;

-- What is left of a deleted stream until its deliveries are gone and nobody pages from it any more.
create table deleted_streams (
  key integer primary key,
  tenant text not null,
  id text not null,
  deleted_at integer not null
);

create table positions (
  stream integer primary key,
  epoch integer not null,
  log_offset integer not null,
  pending integer not null default 0,
  failed integer not null default 0,
  missed integer not null default 0,
  missed_from integer,
  missed_to integer
);
create index positions_offset on positions (log_offset);

-- status: 0 pending, 1 delivered, 2 failed. state_at: when a pending one is due, when another was settled.
-- head: a pending one that no earlier one of its subject holds back; asked_head: the same among those asked for.
create table deliveries (
  seq integer primary key autoincrement,
  stream integer not null,
  event_id text not null,
  status integer not null,
  state_at integer not null,
  asked integer not null,
  head integer not null default 0,
  asked_head integer not null default 0,
  claim_owner text,
  claim_until integer,
  log_offset integer not null,
  appended integer not null,
  event_time integer not null,
  type text not null,
  id text not null,
  source text not null,
  subject text,
  attempts text not null,
  json text not null
);
create unique index deliveries_event on deliveries (stream, event_id);
create index deliveries_listed on deliveries (stream, status, event_time, seq);
create index deliveries_subject on deliveries (stream, subject, log_offset, seq) where status = 0;
create index deliveries_asked on deliveries (stream, subject, log_offset, seq) where status = 0 and asked = 1;
create index deliveries_head on deliveries (stream, log_offset, seq, state_at, claim_until) where head = 1;
create index deliveries_asked_head on deliveries (stream, log_offset, seq, state_at, claim_until) where asked_head = 1;
create index deliveries_due on deliveries (stream, state_at) where head = 1 and claim_owner is null;
create index deliveries_asked_due on deliveries (stream, state_at) where asked_head = 1 and claim_owner is null;
create index deliveries_claimed on deliveries (claim_owner) where claim_owner is not null;
create index deliveries_settled on deliveries (state_at) where status <> 0;

-- Actions ------------------------------------------------------------------------------------------------------------

create table actions (
  key integer primary key autoincrement,
  tenant text not null,
  id text not null,
  name text not null,
  trigger_id text not null,
  trigger_version text not null,
  code text not null,
  runtime text not null,
  dependencies text not null,
  secrets blob not null,
  status text not null,
  errors text not null,
  built_at integer,
  deployed_version text,
  all_changes_deployed integer not null,
  revision integer not null,
  created_at integer not null,
  updated_at integer not null
);
create unique index actions_id on actions (tenant, id);

create table action_versions (
  tenant text not null,
  action text not null,
  id text not null,
  number integer not null,
  code text not null,
  runtime text not null,
  dependencies text not null,
  secrets blob not null,
  built_at integer not null,
  created_at integer not null
);
create unique index action_versions_id on action_versions (tenant, action, id);
create unique index action_versions_number on action_versions (tenant, action, number);

-- Directory ----------------------------------------------------------------------------------------------------------

create table users (
  key integer primary key autoincrement,
  tenant text not null,
  id text not null,
  connection text not null,
  email text,
  username text,
  password_hash text,
  profile text not null,
  revision integer not null,
  created_at integer not null
);
create unique index users_id on users (tenant, id);
create unique index users_email on users (tenant, connection, email) where email is not null;
create unique index users_username on users (tenant, connection, username) where username is not null;
create index users_any_email on users (tenant, email) where email is not null;
create index users_listed on users (tenant);

-- Tenants and event types --------------------------------------------------------------------------------------------

create table tenants (
  tenant text primary key
) without rowid;

create table applications (
  tenant text not null,
  client_id text not null,
  name text not null,
  secret_hash text not null,
  scopes text not null,
  created_at integer not null,
  primary key (tenant, client_id)
) without rowid;

create table signing_keys (
  key integer primary key autoincrement,
  tenant text not null,
  id text not null,
  jwk blob not null
);
create index signing_keys_tenant on signing_keys (tenant);

create table event_types (
  tenant text not null,
  type text not null,
  description text not null,
  kind text not null,
  schema text,
  sample text not null,
  primary key (tenant, type)
) without rowid;
