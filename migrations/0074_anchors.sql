-- The words of a paragraph that a comment is on, where it is not on all of it: places in code points of its text as reviewed.
create table review_range (
  comment_id uuid not null,
  position integer not null,
  range_start integer not null,
  range_end integer not null,
  quote text not null,
  prefix text not null,
  suffix text not null,
  primary key (comment_id, position),
  foreign key (comment_id, position) references review_anchor
);

-- Where an anchor of a comment stands in a later version than the one it was read in, and how that was found out.
create table review_carry (
  comment_id uuid not null,
  position integer not null,
  version_id uuid not null references drafts_version,
  state text not null,
  method text not null,
  places jsonb not null,
  candidates jsonb not null,
  carried_at timestamptz(3) not null,
  revision integer not null default 1,
  primary key (comment_id, position, version_id),
  foreign key (comment_id, position) references review_anchor
);
create index review_carry_version on review_carry (version_id, state);
