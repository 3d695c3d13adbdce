-- What the desk decides of a contribution: held (not shown until it is decided), declined (not counted, answered with the kind of reason).
alter table contributions_contribution
  add column held_at timestamptz(3),
  add column declined_at timestamptz(3),
  -- The kind of reason, which everybody may know.
  add column moderated_for text,
  -- What the contributor was told besides; for the desk and for them alone.
  add column moderated_note text;

-- The day (UTC) on which they were declined; null while they are not.
alter table contributions_tally add column declined_on date;
alter table contributions_tally drop constraint contributions_tally_once;
alter table contributions_tally add constraint contributions_tally_once
  unique nulls not distinct (cycle_id, call_id, received_by, is_bound, withdrawn_on, declined_on, stakeholder_group, regional_group, capacity);
