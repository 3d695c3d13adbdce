-- How much somebody has sent lately: counted for a span of time, by a key that tells neither address nor person.
create table platform_limit (
  key text primary key,
  began_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  count integer not null
);
create index platform_limit_ends on platform_limit (ends_at);

-- The address at which a reader ends a mail of this kind with one click; null where it is not one of many.
alter table record_outbox add column leave_at text;

-- Who is told of new comments on a paragraph or a section of a document, and of what becomes of them.
create table review_follower (
  id uuid primary key,
  document_id uuid not null references drafts_document,
  -- The lasting identity of the paragraph or of the section.
  place_kind text not null,
  place_id uuid not null,
  mail text not null,
  language text not null,
  asked_at timestamptz(3) not null,
  confirmed_at timestamptz(3),
  left_at timestamptz(3)
);
create unique index review_follower_mail on review_follower (document_id, place_kind, place_id, lower(mail));

-- A forum that is one review by itself: it has one cycle with one document, and was made for that.
alter table forums_forum add column is_review_alone boolean not null default false;

-- What was taken into a cycle of another forum: where it is now (`forum/cycle`), and where each of its pages is.
alter table forums_cycle add column moved_to text;
create table forums_moved (
  cycle_id uuid not null references forums_cycle,
  from_path text not null,
  to_path text not null,
  primary key (cycle_id, from_path)
);
