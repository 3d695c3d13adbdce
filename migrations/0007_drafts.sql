create table drafts_document (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  slug text not null,
  kind text not null,
  title text not null,
  language text not null,
  created_at timestamptz(3) not null,
  revision integer not null default 1,
  unique (cycle_id, slug)
);

create table drafts_section (
  id uuid primary key,
  document_id uuid not null references drafts_document,
  position integer not null,
  title text not null,
  removed_at timestamptz(3)
);
create index drafts_section_document on drafts_section (document_id, position);

-- The working text. A paragraph keeps its id through edits, moves and versions; `own_voice`: the editors declare it their own.
create table drafts_paragraph (
  id uuid primary key,
  document_id uuid not null references drafts_document,
  section_id uuid not null references drafts_section,
  position integer not null,
  text text not null,
  own_voice boolean not null,
  revision integer not null default 1,
  removed_at timestamptz(3)
);
create index drafts_paragraph_document on drafts_paragraph (document_id, position);

-- What became of a paragraph's identity: split into, merged into.
create table drafts_lineage (
  id uuid primary key,
  document_id uuid not null references drafts_document,
  from_paragraph uuid not null references drafts_paragraph,
  to_paragraph uuid not null references drafts_paragraph,
  kind text not null,
  at timestamptz(3) not null
);
create index drafts_lineage_document on drafts_lineage (document_id);

create table drafts_version (
  id uuid primary key,
  document_id uuid not null references drafts_document,
  number integer not null,
  title text not null,
  note text not null,
  cut_off date,
  frozen_at timestamptz(3) not null,
  unique (document_id, number)
);

create table drafts_version_section (
  version_id uuid not null references drafts_version,
  section_id uuid not null references drafts_section,
  position integer not null,
  title text not null,
  primary key (version_id, section_id)
);

create table drafts_version_paragraph (
  version_id uuid not null references drafts_version,
  paragraph_id uuid not null references drafts_paragraph,
  section_id uuid not null references drafts_section,
  number integer not null,
  text text not null,
  own_voice boolean not null,
  primary key (version_id, paragraph_id),
  unique (version_id, number)
);
