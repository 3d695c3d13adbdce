-- Names as they were printed in a forum, once somebody has said something of them; all others stand for themselves.
create table people_name (
  id uuid primary key,
  forum_id uuid not null,
  kind text not null,
  name text not null,
  -- The name under which it is known. Both rows stay; taking it back empties this and nothing else.
  merged_into uuid references people_name,
  merged_at timestamptz(3),
  constraint people_name_not_itself check (merged_into is distinct from id)
);
create unique index people_name_once on people_name (forum_id, kind, md5(name));
create index people_name_merged on people_name (merged_into) where merged_into is not null;

-- Two names of which somebody has said that they are not the same: not proposed again. `one` comes first by its letters.
create table people_apart (
  id uuid primary key,
  forum_id uuid not null,
  kind text not null,
  one text not null,
  other text not null,
  said_at timestamptz(3) not null
);
create unique index people_apart_once on people_apart (forum_id, kind, md5(one), md5(other));

-- A forum's own list of words that make a unit of a body; one to a line. Without a row the list that comes with the product holds.
create table people_unit_words (
  forum_id uuid primary key,
  words text not null,
  revision integer not null default 1
);
