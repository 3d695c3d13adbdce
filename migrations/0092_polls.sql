-- Finding a date across time zones. Numbered within its forum, never reused: the number is in its address.
create table meetings_poll (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  -- Null: of the forum as a whole.
  cycle_id uuid references forums_cycle,
  number integer not null,
  title text not null,
  words text,
  -- The zone in which the slots are written. When it is changed, their wall clocks are written anew and the instants stay.
  zone text not null,
  minutes integer not null check (minutes between 5 and 720),
  -- Whose names who voted may be read: everybody, or the desk alone.
  names text not null check (names in ('public', 'desk')),
  -- A wall clock in a zone of its own; all three or none. A soft one asks and does not refuse.
  deadline_date date,
  deadline_time text,
  deadline_zone text,
  is_soft boolean not null default false,
  opened_at timestamptz(3) not null,
  closed_at timestamptz(3),
  reminded_at timestamptz(3),
  finalised_at timestamptz(3),
  meeting_id uuid references meetings_meeting,
  revision integer not null default 1,
  form_key uuid unique,
  unique (forum_id, number),
  check ((deadline_date is null) = (deadline_time is null) and (deadline_date is null) = (deadline_zone is null))
);

-- A wall clock in the poll's zone; is_later: the second time that the clock shows it, on a day on which it is put back.
-- One that is taken off keeps its row and its votes.
create table meetings_slot (
  id uuid primary key,
  poll_id uuid not null references meetings_poll,
  number integer not null,
  date date not null,
  time text not null,
  is_later boolean not null default false,
  removed_at timestamptz(3),
  unique (poll_id, number),
  unique (poll_id, date, time, is_later)
);

create table meetings_poll_extension (
  poll_id uuid not null references meetings_poll,
  sequence integer not null,
  earlier_date date not null,
  earlier_time text not null,
  earlier_zone text not null,
  reason text not null,
  extended_at timestamptz(3) not null,
  primary key (poll_id, sequence)
);

-- Who was asked by mail: for the desk alone.
create table meetings_asked (
  id uuid primary key,
  poll_id uuid not null references meetings_poll,
  mail text not null,
  name text,
  asked_at timestamptz(3) not null,
  reminded_at timestamptz(3)
);
create unique index meetings_asked_mail on meetings_asked (poll_id, lower(mail));

create table meetings_voter (
  id uuid primary key,
  poll_id uuid not null references meetings_poll,
  asked_id uuid unique references meetings_asked,
  -- Null only in a copy for the public of a poll whose names are the desk's.
  name text,
  mail text,
  regional_group text,
  -- The zone in which they read the slots.
  zone text not null,
  language text not null,
  channel text not null,
  voted_at timestamptz(3) not null,
  changed_at timestamptz(3),
  revision integer not null default 1,
  form_key uuid unique
);
create index meetings_voter_poll on meetings_voter (poll_id, voted_at, id);

-- Said yes, if need be, or no. Who has said nothing of a slot has no row here, which is not the same as no.
create table meetings_vote (
  voter_id uuid not null references meetings_voter,
  slot_id uuid not null references meetings_slot,
  answer text not null check (answer in ('yes', 'if-need-be', 'no')),
  primary key (voter_id, slot_id)
);
create index meetings_vote_slot on meetings_vote (slot_id, answer);

-- By which zones the desk of a forum looks at its regions; a region without a row here has those of the product.
create table meetings_region_zone (
  forum_id uuid not null references forums_forum,
  regional_group text not null,
  position integer not null,
  zone text not null,
  primary key (forum_id, regional_group, position)
);
