-- Contributions counted by all that the overview counts by, kept by the commands in the transaction of the rows: see decision 10.
create table contributions_tally (
  cycle_id uuid not null references forums_cycle,
  call_id uuid not null references calls_call,
  received_by date not null,
  -- Only a day is known by which they had arrived.
  is_bound boolean not null,
  -- The day (UTC) on which they were withdrawn; null while they stand.
  withdrawn_on date,
  stakeholder_group text,
  regional_group text,
  capacity text,
  count integer not null check (count >= 0),
  constraint contributions_tally_once unique nulls not distinct (cycle_id, call_id, received_by, is_bound, withdrawn_on, stakeholder_group, regional_group, capacity)
);
insert into contributions_tally (cycle_id, call_id, received_by, is_bound, withdrawn_on, stakeholder_group, regional_group, capacity, count)
  select cycle_id, call_id, received_by, received_at is null, (withdrawn_at at time zone 'UTC')::date, stakeholder_group, regional_group, capacity, count(*)
  from contributions_contribution group by 1, 2, 3, 4, 5, 6, 7, 8;
drop index contributions_contribution_overview;

-- Numbers promised to an import before its rows are there, so that a form sent meanwhile does not wait for it.
create table contributions_reservation (
  cycle_id uuid primary key references forums_cycle,
  -- The last number promised.
  number integer not null
);
