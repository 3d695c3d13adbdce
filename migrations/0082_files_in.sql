-- A file with comments that came back: what was read of it, until it is taken. A working surface: once it is taken its comments stand in
-- the register, and where each came from stands with it.
create table review_file (
  id uuid primary key,
  review_id uuid not null references review_review,
  name text not null,
  -- The day it came, by which its comments are in time or late.
  arrived_on date not null,
  read jsonb not null,
  person_id uuid not null references people_person,
  arrived_at timestamptz(3) not null,
  taken_at timestamptz(3)
);
create index review_file_review on review_file (review_id, arrived_at);

-- Where a comment came from: the file, what it was in it, and the mark by which the same remark of a later copy is known.
create table review_origin (
  comment_id uuid primary key references review_comment,
  review_id uuid not null references review_review,
  file text not null,
  kind text not null,
  mark text not null,
  -- As the file writes it, which may be without a zone.
  dated text,
  is_resolved boolean not null,
  unique (review_id, mark)
);
