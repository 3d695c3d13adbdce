create table meetings_meeting (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  slug text not null,
  title text not null,
  kind text not null,
  ordinal integer,
  report_date date,
  note text,
  source text,
  revision integer not null default 1,
  unique (forum_id, slug)
);

-- A meeting may belong to two cycles (the informal one of 17 January 2017).
create table meetings_cycle (
  meeting_id uuid not null references meetings_meeting,
  cycle_id uuid not null references forums_cycle,
  position integer not null,
  primary key (meeting_id, cycle_id)
);
create index meetings_cycle_cycle on meetings_cycle (cycle_id);

-- A meeting may be held in two sittings. Time and zone are null where they are not recorded.
create table meetings_sitting (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  position integer not null,
  date date not null,
  starts text,
  ends text,
  zone text,
  place text,
  unique (meeting_id, position)
);

-- Places, days and hours that were announced before and changed.
create table meetings_change (
  meeting_id uuid not null references meetings_meeting,
  sequence integer not null,
  what text not null,
  earlier text not null,
  reason text not null,
  primary key (meeting_id, sequence)
);

create table meetings_participant (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  position integer not null,
  name text not null,
  organisation text,
  part text not null
);
create index meetings_participant_meeting on meetings_participant (meeting_id);

create table meetings_link (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  position integer not null,
  kind text not null,
  title text,
  url text not null,
  passcode text
);
create index meetings_link_meeting on meetings_link (meeting_id);

create table meetings_paragraph (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  position integer not null,
  number integer,
  heading text,
  text text not null
);
create index meetings_paragraph_meeting on meetings_paragraph (meeting_id);

create table meetings_footnote (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  position integer not null,
  mark text not null,
  text text not null
);
create index meetings_footnote_meeting on meetings_footnote (meeting_id);

create table meetings_annex (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  position integer not null,
  title text not null,
  as_of date,
  text text not null
);
create index meetings_annex_meeting on meetings_annex (meeting_id);
