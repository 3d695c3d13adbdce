-- What members say of a draft between its versions: on the lasting identity of a paragraph. When the document is next opened to comment,
-- they become comments of that review, under the same ids.
create table review_early (
  id uuid primary key,
  document_id uuid not null references drafts_document,
  paragraph_id uuid not null references drafts_paragraph,
  person_id uuid not null references people_person,
  type text not null,
  text text not null,
  language text,
  is_named boolean not null,
  sent_at timestamptz(3) not null,
  withdrawn_at timestamptz(3),
  taken_at timestamptz(3)
);
create index review_early_document on review_early (document_id, sent_at);
