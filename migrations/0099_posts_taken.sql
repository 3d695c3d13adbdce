-- A post of a list that was taken as a contribution or a comment: by the secretariat, or at its author's own request. One post may become
-- several comments, each thing has one post. What it became is of another concept, and may be held back before it has a row there.
create table lists_taken (
  id uuid primary key,
  post_id uuid not null references lists_post (id),
  kind text not null check (kind in ('contribution', 'comment')),
  became_id uuid not null unique,
  -- The call or the review that it was taken for.
  target_id uuid not null,
  taken_by text not null check (taken_by in ('author', 'desk')),
  taken_at timestamptz(3) not null
);
create index lists_taken_post on lists_taken (post_id);

-- What a letter to a post's author offered, by the numbers that the letter gave to it: an answer weeks later still means the same.
create table lists_offer (
  letter_id uuid not null,
  number integer not null check (number >= 1),
  post_id uuid not null references lists_post (id),
  kind text not null check (kind in ('contribution', 'comment')),
  target_id uuid not null,
  primary key (letter_id, number)
);
