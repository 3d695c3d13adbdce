-- What a comparison of words puts forward. None of it decides anything: each waits for a person.

-- Some of the answers to a question that have words in common.
create table synthesis_suggested_group (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  question_id uuid not null,
  language text not null,
  -- The words by which they are alike, the most telling first.
  terms text[] not null,
  -- What put it forward, who asked it to, and when.
  machine text not null,
  made_by uuid,
  made_at timestamptz(3) not null,
  -- taken (with the theme that it became) or dismissed; null while it waits.
  decision text,
  decided_by uuid,
  decided_at timestamptz(3),
  theme_id uuid references synthesis_theme
);
create index synthesis_suggested_group_question on synthesis_suggested_group (cycle_id, question_id, language);

-- The answers of it, the most typical first.
create table synthesis_suggested_answer (
  group_id uuid not null references synthesis_suggested_group,
  answer_id uuid not null,
  position integer not null,
  primary key (group_id, answer_id)
);

-- A stretch of an answer that was put forward for a theme, and of which somebody said that it is not about it. Only its place is kept.
create table synthesis_dismissed_likeness (
  theme_id uuid not null references synthesis_theme,
  answer_id uuid not null,
  range_start integer not null,
  range_end integer not null,
  cycle_id uuid not null references forums_cycle,
  dismissed_by uuid,
  dismissed_at timestamptz(3) not null,
  primary key (theme_id, answer_id, range_start, range_end)
);
create index synthesis_dismissed_likeness_cycle on synthesis_dismissed_likeness (cycle_id);
