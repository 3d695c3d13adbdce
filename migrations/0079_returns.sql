-- A file that was edited outside and came back: what was read of it, until it is taken into the text or laid aside. A working surface:
-- once it is taken it stands in the text, its lineage and the record.
create table drafts_return (
  id uuid primary key,
  document_id uuid not null references drafts_document,
  -- The version that the file was made from; null: the text as it stood.
  version_id uuid references drafts_version,
  name text not null,
  sections jsonb not null,
  person_id uuid not null references people_person,
  arrived_at timestamptz(3) not null,
  taken_at timestamptz(3)
);
