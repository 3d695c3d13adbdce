-- Figures that the desk pinned, with their values as they were: each has a permanent address.
create table contributions_pinned_figure (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  number integer not null,
  title text not null,
  as_of date not null,
  -- The label of a cut-off of a call, where it was pinned by one.
  cut_off text,
  -- What is counted by: one dimension, or two crossed; null for the total alone.
  row_dimension text,
  column_dimension text,
  -- What was counted: keys by dimension.
  filter jsonb not null,
  -- The counts: {row, column, count}, in the order shown.
  cells jsonb not null,
  total integer not null,
  pinned_at timestamptz(3) not null,
  -- The last entry of the record when it was pinned: what was recorded later is why it may differ.
  sequence integer not null,
  unique (cycle_id, number)
);

-- How a document's list printed a contribution, where its spelling is not that of the row.
create table contributions_printed_name (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  contribution_id uuid not null references contributions_contribution,
  -- contributors (annex II) or groups (annex III)
  list text not null,
  name text not null,
  source text not null,
  unique (contribution_id, list)
);
create index contributions_printed_name_cycle on contributions_printed_name (cycle_id);
