-- Which positions are kept as minority positions, as the forum publishes it; without a row: of one group, or of two voices.
create table synthesis_minority_rule (
  cycle_id uuid primary key references forums_cycle,
  forum_id uuid not null references forums_forum,
  most_groups integer not null,
  most_voices integer not null,
  revision integer not null default 1
);
