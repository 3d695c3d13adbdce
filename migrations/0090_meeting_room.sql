-- The room of a meeting: what is on now. There is a row from the moment that somebody opens it.
create table meetings_room (
  meeting_id uuid primary key references meetings_meeting,
  item_id uuid references meetings_item on delete set null,
  opened_at timestamptz(3) not null,
  closed_at timestamptz(3),
  -- Counts what is seen to change, so that pages left open learn that they are behind.
  version bigint not null default 1
);

-- Hands that are up. They are of the moment, and go when the room closes: nothing about who wished to speak is kept.
create table meetings_hand (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  name text not null,
  organisation text,
  stakeholder_group text,
  is_remote boolean not null default false,
  raised_at timestamptz(3) not null,
  called_at timestamptz(3)
);
create unique index meetings_hand_once on meetings_hand (meeting_id, lower(name)) where called_at is null;

create table meetings_straw_poll (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  item_id uuid references meetings_item on delete set null,
  position integer not null,
  question text not null,
  opened_at timestamptz(3) not null,
  closed_at timestamptz(3),
  unique (meeting_id, position)
);

create table meetings_straw_option (
  id uuid primary key,
  poll_id uuid not null references meetings_straw_poll,
  position integer not null,
  text text not null,
  -- Written when the poll closes; until then the votes are counted.
  votes integer,
  unique (poll_id, position)
);

-- Votes of a poll that is open: one for each browser. They go when it closes, and their count stays.
create table meetings_straw_vote (
  poll_id uuid not null references meetings_straw_poll,
  voter text not null,
  option_id uuid not null references meetings_straw_option,
  primary key (poll_id, voter)
);

-- Links that were dropped in the room. Those from outside wait until the desk shows them.
create table meetings_dropped_link (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  item_id uuid references meetings_item on delete set null,
  position integer not null,
  url text not null,
  title text,
  is_shown boolean not null,
  dropped_at timestamptz(3) not null,
  -- The work of the library that it became.
  reference_id uuid,
  unique (meeting_id, position)
);

alter table meetings_remark add constraint meetings_remark_number unique (meeting_id, position);

-- A point before the list: who was asked, and what they answered.
alter table meetings_point add asked integer;

create table meetings_point_asked (
  id uuid primary key,
  point_id uuid not null references meetings_point,
  mail text not null,
  language text not null,
  asked_at timestamptz(3) not null,
  unique (point_id, mail)
);

create table meetings_point_answer (
  id uuid primary key,
  point_id uuid not null references meetings_point,
  number integer not null,
  stance text not null,
  text text not null,
  language text,
  name text,
  is_named boolean not null,
  asked_id uuid unique references meetings_point_asked,
  form_key uuid unique,
  made_at timestamptz(3) not null,
  withdrawn_at timestamptz(3),
  revision integer not null default 1,
  unique (point_id, number)
);
create index meetings_point_due on meetings_point (confirm_until) where confirmed_at is null;
