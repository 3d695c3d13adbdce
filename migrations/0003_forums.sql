create table forums_forum (
  id uuid primary key,
  slug text not null unique,
  title text not null,
  mandate text not null,
  convening_body text,
  is_demonstration boolean not null,
  language text not null,
  stakeholder_groups jsonb not null,
  regional_groups jsonb not null,
  website text,
  created_at timestamptz(3) not null,
  revision integer not null default 1
);

create table forums_cycle (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  slug text not null,
  title text not null,
  focus text not null,
  note text,
  revision integer not null default 1,
  unique (forum_id, slug)
);

-- Labels of where a cycle stands; they permit and forbid nothing.
create table forums_phase (
  cycle_id uuid not null references forums_cycle,
  position integer not null,
  phase text not null,
  from_date date,
  until_date date,
  primary key (cycle_id, position)
);

create table forums_milestone (
  id uuid primary key,
  cycle_id uuid not null references forums_cycle,
  position integer not null,
  title text not null,
  is_soft boolean not null,
  date jsonb not null,
  note text,
  source text,
  revision integer not null default 1
);

-- Every earlier date of a milestone, with the reason why it changed.
create table forums_milestone_change (
  milestone_id uuid not null references forums_milestone,
  sequence integer not null,
  earlier jsonb not null,
  changed_on date,
  reason text not null,
  primary key (milestone_id, sequence)
);

create table forums_decision (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid references forums_cycle,
  position integer not null,
  body text not null,
  date jsonb not null,
  outcome text not null,
  summary text not null,
  source text
);

create table forums_workstream (
  id uuid primary key,
  cycle_id uuid not null references forums_cycle,
  position integer not null,
  title text not null,
  task text not null,
  leads jsonb not null
);
