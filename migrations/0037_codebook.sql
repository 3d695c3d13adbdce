-- A theme says what belongs to it, has a colour, may wait for its sign-off, and keeps where it came from and went to.
alter table synthesis_theme
  add column colour text,
  add column includes text,
  add column excludes text,
  -- Put forward while reading; without signed_at it is not yet applied to many passages at once.
  add column proposed_by uuid,
  add column proposed_at timestamptz(3),
  add column signed_by uuid,
  add column signed_at timestamptz(3),
  add column split_from uuid references synthesis_theme,
  add column merged_into uuid references synthesis_theme,
  -- Merged (with merged_into) or removed: its address stays, and leads on.
  add column ended_at timestamptz(3);

-- A change of the codebook that can be taken back whole.
create table synthesis_change (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  number integer not null,
  kind text not null,
  theme_id uuid not null references synthesis_theme,
  -- What it was merged into or split off to; null for a removal and for an application.
  into_id uuid references synthesis_theme,
  made_by uuid,
  made_at timestamptz(3) not null,
  undone_by uuid,
  undone_at timestamptz(3),
  unique (cycle_id, number)
);
create index synthesis_change_theme on synthesis_change (theme_id);

-- Where the themes below stood before a change.
create table synthesis_moved_theme (
  change_id uuid not null references synthesis_change,
  theme_id uuid not null references synthesis_theme,
  parent_id uuid references synthesis_theme,
  position integer not null,
  primary key (change_id, theme_id)
);

-- Who or what gave a passage its theme, and who signed it where that was not the same person.
alter table synthesis_passage_theme
  add column assigned_by uuid,
  add column machine text,
  add column signed_by uuid,
  add column assigned_at timestamptz(3),
  add column change_id uuid references synthesis_change;
create index synthesis_passage_theme_change on synthesis_passage_theme (change_id) where change_id is not null;

-- What a passage was about until.
create table synthesis_past_theme (
  id uuid primary key,
  passage_id uuid not null references synthesis_passage,
  theme_id uuid not null references synthesis_theme,
  assigned_by uuid,
  machine text,
  signed_by uuid,
  assigned_at timestamptz(3),
  -- The change that had given it, where one had.
  given_by_change uuid references synthesis_change,
  ended_by uuid,
  ended_at timestamptz(3) not null,
  -- The change that took it; null where a person said anew what the passage is about.
  change_id uuid references synthesis_change
);
create index synthesis_past_theme_passage on synthesis_past_theme (passage_id);
create index synthesis_past_theme_change on synthesis_past_theme (change_id) where change_id is not null;

-- A theme put forward for many passages at once, from a search or by a machine; it waits for a person.
create table synthesis_proposal (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  number integer not null,
  theme_id uuid not null references synthesis_theme,
  -- The words that were searched for, or what the machine says it looked at.
  reason text not null,
  made_by uuid,
  machine text,
  made_at timestamptz(3) not null,
  decided_by uuid,
  decided_at timestamptz(3),
  change_id uuid references synthesis_change,
  unique (cycle_id, number)
);
create table synthesis_proposed_passage (
  proposal_id uuid not null references synthesis_proposal,
  passage_id uuid not null references synthesis_passage,
  -- Null until it is decided.
  is_accepted boolean,
  primary key (proposal_id, passage_id)
);
