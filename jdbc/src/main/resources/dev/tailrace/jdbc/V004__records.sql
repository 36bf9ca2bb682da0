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
