-- How a review is answered: whether a second pair of eyes confirms each answer, and until when commenters may say whether they are satisfied.
create table review_desk (
  review_id uuid primary key references review_review,
  needs_confirmation boolean not null default false,
  judged_until date,
  revision integer not null default 1
);

-- Who is to answer a comment.
create table review_assignment (
  comment_id uuid primary key references review_comment,
  person_id uuid not null references people_person,
  assigned_at timestamptz(3) not null
);
create index review_assignment_person on review_assignment (person_id);

-- What the desk says among itself about a comment; never public.
create table review_note (
  id uuid primary key,
  comment_id uuid not null references review_comment,
  author_id uuid not null references people_person,
  text text not null,
  written_at timestamptz(3) not null,
  struck_at timestamptz(3)
);
create index review_note_comment on review_note (comment_id);

-- An answer that somebody proposes and somebody confirms. Never public; once confirmed it is the response.
create table review_proposal (
  comment_id uuid primary key references review_comment,
  disposition text not null,
  reason text not null,
  changed uuid[] not null default '{}',
  duplicate_of uuid references review_comment,
  -- Of the response that it would replace; 0 where there is none.
  replaces integer not null,
  proposed_by uuid not null references people_person,
  proposed_at timestamptz(3) not null,
  revision integer not null default 1
);

-- The words of somebody who is not satisfied with a response.
create table review_objection (
  comment_id uuid primary key references review_comment,
  text text not null,
  said_at timestamptz(3) not null
);
