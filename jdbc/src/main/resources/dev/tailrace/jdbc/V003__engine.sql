-- Actions: where each may connect to ---------------------------------------------------------------------------------

create table action_egress (
  tenant text not null,
  action text not null,
  allow text not null,
  deny text not null,
  primary key (tenant, action)
) without rowid;
