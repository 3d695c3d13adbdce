-- One of several outlines is chosen, for a reason, and a draft begins with it.
alter table drafts_document
  add column chosen_at timestamptz(3),
  add column chosen_for text,
  add column chosen_into uuid references drafts_document;

-- A version goes to those who follow it first and to everybody later: as long as `released_at` is null it is held back from all pages
-- and data but for members and those who have its link. What was frozen before was public at once.
alter table drafts_version
  add column comments_cut_off date,
  add column circulated_at timestamptz(3),
  add column release_on date,
  add column released_at timestamptz(3);
update drafts_version set released_at = frozen_at;

-- Who is told by mail when a version of a document is circulated or comes out.
create table drafts_follower (
  id uuid primary key,
  document_id uuid not null references drafts_document,
  mail text not null,
  language text not null,
  asked_at timestamptz(3) not null,
  confirmed_at timestamptz(3),
  left_at timestamptz(3),
  unique (document_id, mail)
);
