create table review_review (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  number integer not null,
  version_id uuid not null references drafts_version,
  title text not null,
  introduction text not null,
  opened_at timestamptz(3),
  closes_on date,
  closed_at timestamptz(3),
  unique (cycle_id, number)
);
-- One version has one open review at a time.
create unique index review_review_open on review_review (version_id) where closed_at is null;

create table review_comment (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  review_id uuid not null references review_review,
  number integer not null,
  target text not null,
  missing_where text,
  type text not null,
  text text not null,
  proposal text,
  author text,
  organisation text,
  stakeholder_group text,
  regional_group text,
  channel text not null,
  language text,
  consent text not null,
  mail text,
  received_at timestamptz(3),
  received_by date not null,
  is_late boolean not null,
  withdrawn_at timestamptz(3),
  withdrawn_reason text,
  form_key uuid unique,
  satisfied boolean,
  satisfied_at timestamptz(3),
  unique (cycle_id, number)
);
create index review_comment_review on review_comment (review_id, number);

-- The paragraphs that a comment is on, by their lasting identity.
create table review_anchor (
  comment_id uuid not null references review_comment,
  position integer not null,
  paragraph_id uuid not null references drafts_paragraph,
  primary key (comment_id, position)
);
create index review_anchor_paragraph on review_anchor (paragraph_id);

create table review_response (
  comment_id uuid primary key references review_comment,
  disposition text not null,
  reason text not null,
  answered_at timestamptz(3) not null,
  revision integer not null default 1
);

-- Every earlier response to a comment.
create table review_response_change (
  comment_id uuid not null references review_comment,
  sequence integer not null,
  disposition text not null,
  reason text not null,
  answered_at timestamptz(3) not null,
  primary key (comment_id, sequence)
);
