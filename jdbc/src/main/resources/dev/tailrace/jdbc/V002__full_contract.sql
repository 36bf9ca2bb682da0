-- The directory: entities, links, counts -----------------------------------------------------------------------------

-- Organizations, roles, connections and groups. unique_key: what no other of its kind and tenant may have.
create table entities (
  key integer primary key autoincrement,
  tenant text not null,
  kind text not null,
  id text not null,
  unique_key text,
  json text not null,
  revision integer not null,
  created_at integer not null
);
create unique index entities_id on entities (tenant, id);
create unique index entities_key on entities (tenant, kind, unique_key) where unique_key is not null;
create index entities_listed on entities (tenant, kind);

-- Ties between entities and users. third: empty where the relation has two ends.
create table links (
  key integer primary key autoincrement,
  tenant text not null,
  relation text not null,
  holder text not null,
  member text not null,
  third text not null,
  json text not null,
  created_at integer not null
);
create unique index links_ends on links (tenant, relation, holder, member, third);
create index links_holder on links (tenant, holder, relation);
create index links_member on links (tenant, member, relation);
create index links_third on links (tenant, third, relation) where third <> '';

-- How many there are, so that nobody counts rows. what: 'users', a kind, or a relation and its holder.
create table counts (
  tenant text not null,
  what text not null,
  n integer not null,
  primary key (tenant, what)
) without rowid;
insert into counts (tenant, what, n) select tenant, 'users', count(*) from users group by tenant;

create trigger users_more after insert on users begin
  insert into counts (tenant, what, n) values (new.tenant, 'users', 1) on conflict do update set n = n + 1;
end;
create trigger users_fewer after delete on users when old.joined_to is null begin
  update counts set n = n - 1 where tenant = old.tenant and what = 'users';
end;
create trigger entities_more after insert on entities begin
  insert into counts (tenant, what, n) values (new.tenant, new.kind, 1) on conflict do update set n = n + 1;
end;
create trigger entities_fewer after delete on entities begin
  update counts set n = n - 1 where tenant = old.tenant and what = old.kind;
end;
create trigger links_more after insert on links begin
  insert into counts (tenant, what, n) values (new.tenant, new.relation || ' ' || new.holder, 1)
  on conflict do update set n = n + 1;
end;
create trigger links_fewer after delete on links begin
  update counts set n = n - 1 where tenant = old.tenant and what = old.relation || ' ' || old.holder;
  delete from counts where tenant = old.tenant and what = old.relation || ' ' || old.holder and n = 0;
end;

-- Organizations and roles --------------------------------------------------------------------------------------------

create index entities_display_name on entities (tenant, json_extract(json, '$.display_name'))
  where kind = 'ORGANIZATION';

-- Organizations of a user, users of a role.
create trigger member_links_more after insert on links
when new.relation in ('ORGANIZATION_MEMBER', 'USER_ROLE') begin
  insert into counts (tenant, what, n) values (new.tenant, new.relation || ' of ' || new.member, 1)
  on conflict do update set n = n + 1;
end;
create trigger member_links_fewer after delete on links
when old.relation in ('ORGANIZATION_MEMBER', 'USER_ROLE') begin
  update counts set n = n - 1 where tenant = old.tenant and what = old.relation || ' of ' || old.member;
  delete from counts where tenant = old.tenant and what = old.relation || ' of ' || old.member and n = 0;
end;

-- Connections, groups and SCIM ---------------------------------------------------------------------------------------

-- What entities are found by besides their id and key, and those that are being removed.
create index entities_strategy on entities (tenant, kind, json_extract(json, '$.strategy'))
  where kind = 'CONNECTION';
create index entities_name on entities (tenant, kind, json_extract(json, '$.name'));
create index entities_external on entities (tenant, kind, json_extract(json, '$.external_id')) where kind = 'GROUP';
create index entities_connection on entities (tenant, kind, json_extract(json, '$.connection_id')) where kind = 'GROUP';
create index entities_organization on entities (tenant, kind, json_extract(json, '$.organization_id'))
  where kind = 'GROUP';
create index entities_ending on entities (tenant, kind) where json_extract(json, '$.deleted_at') is not null;

create trigger connection_groups_more after insert on entities
when new.kind = 'GROUP' and json_extract(new.json, '$.connection_id') is not null begin
  insert into counts (tenant, what, n) values (new.tenant, 'GROUP ' || json_extract(new.json, '$.connection_id'), 1)
  on conflict do update set n = n + 1;
end;
create trigger connection_groups_fewer after delete on entities
when old.kind = 'GROUP' and json_extract(old.json, '$.connection_id') is not null begin
  update counts set n = n - 1
  where tenant = old.tenant and what = 'GROUP ' || json_extract(old.json, '$.connection_id');
end;

-- Users of a connection, and by the id their own system gave them.
create index users_of_connection on users (tenant, connection);
create index users_external on users (tenant, connection, json_extract(profile, '$.external_id'))
  where json_extract(profile, '$.external_id') is not null;
insert into counts (tenant, what, n)
select tenant, 'users of ' || connection, count(*) from users group by tenant, connection;
create trigger connection_users_more after insert on users begin
  insert into counts (tenant, what, n) values (new.tenant, 'users of ' || new.connection, 1)
  on conflict do update set n = n + 1;
end;
create trigger connection_users_fewer after delete on users when old.joined_to is null begin
  update counts set n = n - 1 where tenant = old.tenant and what = 'users of ' || old.connection;
end;

create table scim_tokens (
  tenant text not null,
  id text not null,
  connection_id text not null,
  hash text not null,
  scopes text not null,
  created_at integer not null,
  valid_until integer,
  last_used_at integer,
  primary key (tenant, id)
) without rowid;
create index scim_tokens_of_connection on scim_tokens (tenant, connection_id);

-- Users: search ------------------------------------------------------------------------------------------------------

-- joined_to: id of the user whose identity this one is now. Such a one only keeps its login and its names.
alter table users add column joined_to text;
create index users_joined on users (tenant, joined_to) where joined_to is not null;
create index users_joined_of on users (tenant, connection, joined_to) where joined_to is not null;
drop index users_any_email;
create index users_any_email on users (tenant, email) where email is not null and joined_to is null;
drop index users_listed;
create index users_listed on users (tenant) where joined_to is null;

create trigger users_joined_counted after update of joined_to on users
when (old.joined_to is null) <> (new.joined_to is null) begin
  update counts set n = n + case when new.joined_to is null then 1 else -1 end
  where tenant = new.tenant and what in ('users', 'users of ' || new.connection);
end;

-- What users can be found by beside id and e-mail; see UserTerms.
create table user_terms (
  tenant text not null,
  term text not null,
  user integer not null,
  primary key (tenant, term, user)
) without rowid;

-- A list of deliveries of few among many types.
create index deliveries_typed on deliveries (stream, status, type, event_time, seq);

-- Tenants, clients and grants ----------------------------------------------------------------------------------------

-- removed_at: nobody reaches it any more, and its data goes in chunks.
alter table tenants add column created_at integer not null default 0;
alter table tenants add column removed_at integer;

-- settings: what else was set, as JSON.
create table clients (
  key integer primary key autoincrement,
  tenant text not null,
  id text not null,
  secret_hash text not null,
  name text not null,
  kind text not null,
  first_party integer not null,
  settings text not null,
  created_at integer not null
);
create unique index clients_id on clients (tenant, id);
create index clients_listed on clients (tenant);

-- audience: empty for the Management API, else the identifier of a resource server; named: as it was written.
create table grants (
  key integer primary key autoincrement,
  tenant text not null,
  id text not null,
  client text not null,
  audience text not null,
  named text not null,
  every_scope integer not null,
  scopes text not null,
  subject text not null,
  settings text not null,
  created_at integer not null
);
create unique index grants_id on grants (tenant, id);
create unique index grants_for on grants (tenant, client, audience, subject);
create index grants_audience on grants (tenant, audience);
create index grants_listed on grants (tenant);

create table resource_servers (
  key integer primary key autoincrement,
  tenant text not null,
  id text not null,
  identifier text not null,
  settings text not null,
  created_at integer not null
);
create unique index resource_servers_id on resource_servers (tenant, id);
create unique index resource_servers_identifier on resource_servers (tenant, identifier);
create index resource_servers_listed on resource_servers (tenant);

-- Until now an application was made by the server alone, and had every scope.
insert into clients (tenant, id, secret_hash, name, kind, first_party, settings, created_at)
select tenant, client_id, secret_hash, name, 'non_interactive', 1,
  '{"grant_types":["client_credentials","password","http://auth0.com/oauth/grant-type/password-realm"]}', created_at
from applications order by created_at, client_id;
insert into grants (tenant, id, client, audience, named, every_scope, scopes, subject, settings, created_at)
select tenant, 'cgr_' || lower(hex(randomblob(8))), client_id, '', '', 1, '[]', 'client', '{}', created_at
from applications order by created_at, client_id;
drop table applications;

-- Action modules, executions and tenant logs -------------------------------------------------------------------------

create table action_modules (
  key integer primary key autoincrement,
  tenant text not null,
  id text not null,
  name text not null,
  code text not null,
  dependencies text not null,
  secrets blob not null,
  latest_version text,
  revision integer not null,
  created_at integer not null,
  updated_at integer not null
);
create unique index action_modules_id on action_modules (tenant, id);
create unique index action_modules_name on action_modules (tenant, name);
create index action_modules_listed on action_modules (tenant);

create table action_module_versions (
  tenant text not null,
  module text not null,
  id text not null,
  number integer not null,
  code text not null,
  dependencies text not null,
  secrets blob not null,
  created_at integer not null
);
create unique index action_module_versions_id on action_module_versions (tenant, module, id);
create unique index action_module_versions_number on action_module_versions (tenant, module, number);

-- modules: the copies an action carries, sealed, because their secrets are inside.
alter table actions add column modules blob;
alter table action_versions add column modules blob;

-- Which module versions drafts (version is empty) and versions of actions carry.
create table action_module_uses (
  tenant text not null,
  action text not null,
  version text not null,
  module text not null,
  module_version text not null,
  number integer not null,
  packages_key text not null,
  primary key (tenant, action, version, module)
) without rowid;
create index action_module_uses_of on action_module_uses (tenant, module);
create index action_module_uses_packages on action_module_uses (packages_key) where packages_key <> '';
create trigger actions_uses_gone after delete on actions begin
  delete from action_module_uses where tenant = old.tenant and action = old.id;
end;
create trigger action_versions_uses_gone after delete on action_versions begin
  delete from action_module_uses where tenant = old.tenant and action = old.action and version = old.id;
end;

-- Notes for people; number grows with every one.
create table audit (
  number integer primary key autoincrement,
  tenant text not null,
  type text not null,
  at integer not null,
  user_id text not null,
  client_id text not null,
  json text not null
);
create index audit_listed on audit (tenant);
create index audit_type on audit (tenant, type);
create index audit_user on audit (tenant, user_id) where user_id <> '';
create index audit_client on audit (tenant, client_id) where client_id <> '';

-- Failed ones only.
create table executions (
  tenant text not null,
  id text not null,
  action text not null,
  version integer not null,
  stream text not null,
  event text not null,
  at integer not null,
  took integer not null,
  error_name text not null,
  error_message text not null,
  error_stack text not null,
  output text not null,
  primary key (tenant, id)
);
create index executions_at on executions (at);


-- Event streams: stats and health ------------------------------------------------------------------------------------

-- asked: pending deliveries that failed once and were asked for again. consecutive: failed since one was delivered.
alter table positions add column asked integer not null default 0;
alter table positions add column consecutive integer not null default 0;
update positions set asked =
  (select count(*) from deliveries d where d.stream = positions.stream and d.status = 0 and d.asked = 1);

-- What was settled in each hour; hour: nanoseconds since 1970 at which it begins.
create table delivery_hours (
  stream integer not null,
  hour integer not null,
  delivered integer not null,
  failed integer not null,
  primary key (stream, hour)
) without rowid;
create index delivery_hours_old on delivery_hours (hour);

-- Dependencies of actions --------------------------------------------------------------------------------------------

-- packages: the dependencies with exact versions, once built. packages_key: the folder that they lie in.
alter table actions add column packages text not null default '[]';
alter table actions add column packages_key text not null default '';
create index actions_packages on actions (packages_key) where packages_key <> '';
alter table action_versions add column packages text not null default '[]';
alter table action_versions add column packages_key text not null default '';
create index action_versions_packages on action_versions (packages_key) where packages_key <> '';
