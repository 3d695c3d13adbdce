-- A comment on the agenda of a meeting or a session, and what was said there. What was taken off again stays as history; the same comment
-- may come back to the same meeting after that.
create table review_agenda (
  id uuid primary key,
  comment_id uuid not null references review_comment,
  meeting_id uuid not null references meetings_meeting,
  why text,
  -- Null where the product itself did it, or a public folder does not say.
  put_by uuid references people_person,
  put_at timestamptz(3) not null,
  -- In the forum's language.
  said text,
  said_by uuid references people_person,
  said_at timestamptz(3),
  taken_off_by uuid references people_person,
  taken_off_at timestamptz(3),
  revision integer not null default 1,
  check ((said is null) = (said_at is null))
);
create unique index review_agenda_once on review_agenda (comment_id, meeting_id) where taken_off_at is null;
create index review_agenda_meeting on review_agenda (meeting_id, put_at) where taken_off_at is null;
