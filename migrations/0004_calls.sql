create table library_reference (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  number integer not null,
  title text not null,
  author text,
  published date,
  url text,
  note text,
  unique (cycle_id, number)
);

create table calls_call (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  slug text not null,
  title text not null,
  introduction text not null,
  audience text,
  opens_on date,
  deadline date,
  deadline_zone text not null default '-12:00',
  is_soft boolean not null,
  rolling_until text,
  is_open boolean not null,
  closed_at timestamptz(3),
  closed_reason text,
  source text,
  revision integer not null default 1,
  unique (cycle_id, slug)
);

create table calls_extension (
  call_id uuid not null references calls_call,
  sequence integer not null,
  earlier date not null,
  changed_on date,
  reason text not null,
  primary key (call_id, sequence)
);

create table calls_question (
  id uuid primary key,
  call_id uuid not null references calls_call,
  number integer not null,
  text text not null,
  guidance text,
  unique (call_id, number)
);

create table contributions_contribution (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  call_id uuid not null references calls_call,
  number integer not null,
  contributor text,
  organisation text,
  capacity text,
  country text,
  stakeholder_group text,
  regional_group text,
  channel text not null,
  language text,
  consent text not null,
  mail text,
  label text,
  received_at timestamptz(3),
  received_by date not null,
  is_late boolean not null,
  withdrawn_at timestamptz(3),
  withdrawn_reason text,
  form_key uuid unique,
  source_key text,
  unique (cycle_id, number)
);
-- The overview reads this index alone, so every column that it counts by is in it.
create index contributions_contribution_overview on contributions_contribution (cycle_id, stakeholder_group, regional_group, capacity, received_by, withdrawn_at, received_at);
create index contributions_contribution_call on contributions_contribution (call_id);
create unique index contributions_contribution_source on contributions_contribution (call_id, source_key) where source_key is not null;

create table contributions_answer (
  id uuid primary key,
  contribution_id uuid not null references contributions_contribution,
  question_id uuid not null references calls_question,
  number integer not null,
  text text not null,
  unique (contribution_id, number)
);
create index contributions_answer_question on contributions_answer (question_id);

create table contributions_attachment (
  id uuid primary key,
  contribution_id uuid not null references contributions_contribution,
  position integer not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null
);
create index contributions_attachment_contribution on contributions_attachment (contribution_id);

-- Numbers that a document stated, kept beside the ones computed from rows.
create table contributions_published_figure (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  position integer not null,
  as_of date not null,
  dimension text not null,
  key text not null,
  published integer not null,
  source text not null,
  revision integer not null default 1
);
create index contributions_published_figure_cycle on contributions_published_figure (cycle_id, position);
create unique index contributions_published_figure_once on contributions_published_figure (cycle_id, as_of, dimension, key, source);
