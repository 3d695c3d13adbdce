-- What a cycle aims at: so many contributions, or such a share of them, from a group or from each group of a kind.
create table contributions_target (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  position integer not null,
  dimension text not null,
  -- Null: each group of the dimension.
  key text,
  -- share (in per cent) or number
  unit text not null,
  least integer not null,
  constraint contributions_target_once unique nulls not distinct (cycle_id, dimension, key, unit)
);
