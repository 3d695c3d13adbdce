create table synthesis_theme (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  position integer not null,
  parent_id uuid references synthesis_theme,
  slug text not null,
  title text not null,
  description text,
  revision integer not null default 1,
  unique (cycle_id, slug)
);

-- A marked range of an answer or of a comment; offsets in Unicode code points, end exclusive; the quotation is kept beside them.
create table synthesis_passage (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  number integer not null,
  source_kind text not null,
  source_id uuid not null,
  range_start integer not null,
  range_end integer not null,
  quote text not null,
  marked_by uuid,
  marked_at timestamptz(3) not null,
  unmarked_at timestamptz(3),
  unique (cycle_id, number)
);
create index synthesis_passage_source on synthesis_passage (source_id);
-- The same range is marked once, however often the form is sent.
create unique index synthesis_passage_once on synthesis_passage (source_id, range_start, range_end) where unmarked_at is null;

create table synthesis_passage_theme (
  passage_id uuid not null references synthesis_passage,
  theme_id uuid not null references synthesis_theme,
  primary key (passage_id, theme_id)
);
create index synthesis_passage_theme_theme on synthesis_passage_theme (theme_id);

create table synthesis_finding (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  number integer not null,
  kind text not null,
  statement text not null,
  question_id uuid references calls_question,
  position integer not null,
  revision integer not null default 1,
  discarded_at timestamptz(3),
  unique (cycle_id, number)
);
