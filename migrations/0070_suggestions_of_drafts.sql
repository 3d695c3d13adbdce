-- Changes to a working text that somebody suggested, and what became of them. Which comment one came from is a link (trace).
create table drafts_suggestion (
  id uuid primary key,
  document_id uuid not null references drafts_document,
  number integer not null,
  kind text not null,
  paragraph_id uuid references drafts_paragraph,
  before text,
  text text,
  reason text not null,
  -- Null where a public folder does not name them.
  author_id uuid references people_person,
  suggested_at timestamptz(3) not null,
  outcome text,
  outcome_reason text,
  taken text,
  became uuid references drafts_paragraph,
  decided_by uuid references people_person,
  decided_at timestamptz(3),
  form_key uuid unique,
  unique (document_id, number)
);
create index drafts_suggestion_open on drafts_suggestion (document_id) where outcome is null;
create index drafts_suggestion_paragraph on drafts_suggestion (paragraph_id);
