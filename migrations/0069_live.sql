-- Live editing: a text as a tree of a version, and the steps that were taken since. The rows of drafts_section and drafts_paragraph
-- follow in the same transaction; what is here is the working surface, which a forum folder does not carry.
create table drafts_live (
  document_id uuid primary key references drafts_document,
  -- How many steps were taken since the text was first opened.
  version integer not null,
  tree json not null,
  tree_version integer not null,
  -- Steps up to this version are no longer kept.
  oldest_version integer not null default 0
);

-- What one client sent at once, as it was taken. (client, seq) answers who sends it again; no client: a form.
create table drafts_batch (
  document_id uuid not null references drafts_document,
  began integer not null,
  version integer not null,
  client uuid,
  seq integer,
  person_id uuid references people_person,
  steps json not null,
  fates json not null,
  -- Whose words it took away that its author had not seen.
  swallowed uuid[] not null,
  at timestamptz(3) not null,
  unique (document_id, client, seq)
);
create index drafts_batch_version on drafts_batch (document_id, version);

-- What somebody wrote and the text does not have: not taken (`reason`), or taken and then removed by somebody who had not seen it.
create table drafts_leftover (
  id uuid primary key,
  document_id uuid not null references drafts_document,
  person_id uuid not null references people_person,
  kind text not null,
  reason text,
  words text not null,
  block_id uuid,
  by_person uuid references people_person,
  at timestamptz(3) not null
);
create index drafts_leftover_person on drafts_leftover (document_id, person_id, at);

-- What somebody has been writing in one go: one act of the record when it ends.
create table drafts_stretch (
  document_id uuid not null references drafts_document,
  person_id uuid not null references people_person,
  began_at timestamptz(3) not null,
  last_at timestamptz(3) not null,
  steps integer not null,
  blocks uuid[] not null,
  primary key (document_id, person_id)
);

-- Since when anyone may read the working text as it is written; null: only those who write it.
alter table drafts_document add column rolling_since timestamptz(3);
