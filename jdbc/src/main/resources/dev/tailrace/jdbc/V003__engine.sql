-- Executions: those that said something are kept, too --------------------------------------------------------------------

alter table executions add column action_id text not null default '';
alter table executions add column attempt integer not null default 0;
alter table executions add column failed integer not null default 1;
-- Isolation, console lines, outgoing calls, uses of the cache, as JSON.
alter table executions add column trace text not null default '{}';
create index executions_action on executions (tenant, action_id, failed);
create index executions_stream on executions (tenant, stream, failed);

-- Actions: where each may connect to ---------------------------------------------------------------------------------

create table action_egress (
  tenant text not null,
  action text not null,
  allow text not null,
  deny text not null,
  primary key (tenant, action)
) without rowid;
