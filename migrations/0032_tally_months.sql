-- The tallies by month: as of a day, whole months before it are read from here and only the days of its own month from the tallies of
-- days. Kept by the same statements (decision 10).
create table contributions_tally_month (
  cycle_id uuid not null references forums_cycle,
  call_id uuid not null references calls_call,
  -- Its first day.
  month date not null,
  is_bound boolean not null,
  -- The month in which they were withdrawn or declined, whichever came first; null while they stand.
  ended_month date,
  stakeholder_group text,
  regional_group text,
  capacity text,
  count integer not null check (count >= 0),
  constraint contributions_tally_month_once unique nulls not distinct (cycle_id, call_id, month, is_bound, ended_month, stakeholder_group, regional_group, capacity)
);
insert into contributions_tally_month (cycle_id, call_id, month, is_bound, ended_month, stakeholder_group, regional_group, capacity, count)
  select cycle_id, call_id, date_trunc('month', received_by)::date, is_bound, date_trunc('month', least(withdrawn_on, declined_on))::date, stakeholder_group, regional_group, capacity, sum(count)
  from contributions_tally group by 1, 2, 3, 4, 5, 6, 7, 8;
create index contributions_tally_day on contributions_tally (cycle_id, received_by);
create index contributions_tally_ended on contributions_tally (cycle_id, least(withdrawn_on, declined_on)) where least(withdrawn_on, declined_on) is not null;
