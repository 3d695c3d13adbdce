-- What the editors chose to print with an edition: its generated annexes (null: those that every edition had before; 'none' alone: none), who is credited.
alter table publication_edition add column annexes text[], add column credits text not null default '';

-- Dated notes on an edition: printed beside its text in what is made from then on; the text itself stays.
create table publication_erratum (
  id uuid primary key,
  edition_id uuid not null references publication_edition,
  number integer not null,
  paragraph_id uuid references drafts_paragraph,
  dated date not null,
  text text not null,
  noted_at timestamptz(3) not null,
  unique (edition_id, number)
);

-- An edition in another language; public once it is published, however much of it is translated.
create table publication_translation (
  id uuid primary key,
  edition_id uuid not null references publication_edition,
  language text not null,
  title text not null,
  summary text not null,
  translator text not null,
  created_at timestamptz(3) not null,
  published_at timestamptz(3),
  revision integer not null default 1,
  unique (edition_id, language)
);

-- The words of a paragraph with their marks (src/publication/translating/model.ts), or the title of a section, in that language; the
-- part is the original's own, and so is what it is made of: its list, its rows and cells.
create table publication_translated (
  translation_id uuid not null references publication_translation,
  part_id uuid not null,
  part_kind text not null,
  text text not null,
  primary key (translation_id, part_id)
);

-- A document made of an edition, a translation of one, or a version: where its bytes are, or why there are none. Made anew whenever
-- what it is made from has changed, which `digest` tells; `stamp` is how far the record had come when that was last looked at.
create table publication_render (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  subject_kind text not null,
  subject_id uuid not null,
  language text not null,
  format text not null,
  state text not null,
  stamp text not null,
  digest text,
  sha256 text,
  size integer,
  missing text,
  failure text,
  paragraph integer,
  asked_at timestamptz(3) not null,
  made_at timestamptz(3),
  unique (subject_id, language, format)
);
create index publication_render_waiting on publication_render (asked_at) where state = 'waiting';
