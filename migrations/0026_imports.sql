-- What a row of a file said when it was taken, as a digest: a later import tells a row that says something else by it.
alter table contributions_contribution add column source_digest text;

-- How a file of this make was read the last time in this forum: offered again for the next one with the same columns.
create table contributions_mapping (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  -- SHA-256 of the columns' names, in any order.
  signature text not null,
  -- The columns' names as the file has them, one a line.
  header text not null,
  -- Canonical JSON, as docs/reference/import.md describes a map.
  map text not null,
  used_at timestamptz(3) not null,
  unique (forum_id, signature)
);

-- Imports begun at the desk: what was sent, how it is to be read, how far it has come, what came of it.
create table contributions_import (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  call_id uuid not null references calls_call,
  started_by uuid not null references people_person,
  name text not null,
  sha256 text not null,
  documents_name text,
  documents_sha256 text,
  -- mapping: its columns are being named; waiting and working: it runs; refused: rows have mistakes and none was taken; done; failed; dropped.
  state text not null,
  map text not null,
  takes_good_rows boolean not null,
  revision integer not null,
  -- checking or writing.
  step text,
  -- How far the step has come, in thousandths.
  progress integer not null,
  rows_read integer not null,
  rows_taken integer not null,
  rows_known integer not null,
  rows_refused integer not null,
  -- JSON: what is to be said of the file as a whole.
  notes text not null,
  -- The first number promised to it, and how many: an import that was interrupted keeps them.
  promised_first integer,
  promised_count integer,
  created_at timestamptz(3) not null,
  changed_at timestamptz(3) not null
);
create index contributions_import_cycle on contributions_import (cycle_id, created_at);
create index contributions_import_waiting on contributions_import (changed_at) where state in ('waiting', 'working');

create table contributions_import_refusal (
  import_id uuid not null references contributions_import on delete cascade,
  position integer not null,
  row_number integer not null,
  field text,
  -- JSON: a code and what it speaks of.
  reason text not null,
  primary key (import_id, position)
);
