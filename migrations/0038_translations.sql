-- A text in another language, beside the original, in which passages stay anchored.
create table synthesis_translation (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  source_kind text not null,
  source_id uuid not null,
  language text not null,
  text text not null,
  made_by uuid,
  -- The name of the program that made it.
  machine text,
  made_at timestamptz(3) not null,
  revision integer not null default 1,
  removed_at timestamptz(3),
  -- SHA-256 of the words it was made from, as everybody may read them: once they are others, it is shown to nobody before somebody has looked.
  of_digest text not null
);
create unique index synthesis_translation_once on synthesis_translation (source_id, language) where removed_at is null;
