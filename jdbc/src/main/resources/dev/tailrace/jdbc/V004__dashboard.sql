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

-- What was settled in each minute of the last day; minute: nanoseconds since 1970 at which it begins.
create table delivery_minutes (
  stream integer not null,
  minute integer not null,
  delivered integer not null,
  failed integer not null,
  primary key (stream, minute)
) without rowid;
create index delivery_minutes_old on delivery_minutes (minute);

-- Deliveries that succeeded at once ------------------------------------------------------------------------------------

-- One row for each commit that settled some. upto: how many of the stream were written up to and with these; what is no
-- longer among the newest goes with a later commit. records: see SuccessBytes.
create table successes (
  stream integer not null,
  upto integer not null,
  at integer not null,
  records blob not null,
  primary key (stream, upto)
) without rowid;
create index successes_at on successes (at);

-- Executions are listed by time, so that those of successes find their place.
drop index executions_action;
drop index executions_stream;
create index executions_action on executions (tenant, action_id, failed, at, id);
create index executions_stream on executions (tenant, stream, failed, at, id);
