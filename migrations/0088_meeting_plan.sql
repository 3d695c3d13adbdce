-- Meetings before and after: how they stand, what their agenda points to, how to join, who came; the annual meeting and its sessions.

-- How a meeting stands, as a log: announced, moved (from where to where), cancelled, held. Nothing in it is changed or taken away.
create table meetings_status (
  meeting_id uuid not null references meetings_meeting,
  sequence integer not null,
  status text not null check (status in ('announced', 'moved', 'cancelled', 'held')),
  -- Null where it is known that it was said, and not when.
  said_at timestamptz(3),
  -- Of a move: which sitting, and where it stood and stands. A sitting that was added has no earlier day, one that was dropped no later one.
  sitting integer,
  earlier_date date,
  earlier_starts text,
  earlier_ends text,
  earlier_zone text,
  earlier_place text,
  later_date date,
  later_starts text,
  later_ends text,
  later_zone text,
  later_place text,
  reason text,
  primary key (meeting_id, sequence)
);

-- The reading of a clock that is put back shows one hour twice: true is the second of them.
alter table meetings_sitting add column is_later_reading boolean not null default false;

-- What an item of an agenda points to: an address, and what it said when the agenda was made.
create table meetings_item_link (
  id uuid primary key,
  item_id uuid not null references meetings_item on delete cascade,
  position integer not null,
  title text not null,
  url text not null
);
create index meetings_item_link_item on meetings_item_link (item_id, position);

-- An agenda as it was sent round. The revision counts up; people get each one once.
create table meetings_circulation (
  meeting_id uuid not null references meetings_meeting,
  number integer not null,
  sent_at timestamptz(3) not null,
  text text not null,
  people integer not null,
  primary key (meeting_id, number)
);

-- What an agenda of this forum begins with.
create table meetings_template (
  forum_id uuid primary key references forums_forum,
  text text not null,
  revision integer not null default 1
);

-- Ways into a meeting. Each has its own visibility and may end.
create table meetings_joining (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  sitting integer,
  position integer not null,
  kind text not null check (kind in ('link', 'dial-in', 'number', 'passcode', 'note')),
  label text,
  value text not null,
  visibility text not null check (visibility in ('public', 'members', 'roles')),
  expires_at timestamptz(3),
  unique (meeting_id, position)
);

-- Whoever asked to be told of a forum's meetings by mail, and confirmed it.
create table meetings_follower (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  mail text not null,
  language text not null,
  asked_at timestamptz(3) not null,
  confirmed_at timestamptz(3),
  left_at timestamptz(3)
);
create unique index meetings_follower_mail on meetings_follower (forum_id, lower(mail));

-- Who was told of a meeting: they are told again when it moves or is cancelled.
create table meetings_told (
  meeting_id uuid not null references meetings_meeting,
  mail text not null,
  language text not null,
  primary key (meeting_id, mail)
);

-- Who came. A name stands here for the desk; what is shown of it is the stricter of what the forum and the person chose.
alter table meetings_meeting add column attendance_shown text not null default 'public' check (attendance_shown in ('public', 'members', 'counted'));
alter table meetings_meeting add column check_in_open boolean not null default false;
alter table meetings_participant add column stakeholder_group text;
alter table meetings_participant add column regional_group text;
alter table meetings_participant add column country text;
alter table meetings_participant add column shown text not null default 'public' check (shown in ('public', 'members', 'counted'));
alter table meetings_participant add column channel text not null default 'desk' check (channel in ('desk', 'check-in', 'import'));
alter table meetings_participant add column minutes integer;
alter table meetings_participant add column mail text;
alter table meetings_participant add column form_key text;
create unique index meetings_participant_form on meetings_participant (meeting_id, form_key);

-- The annual meeting: days in a place, in the zone of the place.
create table meetings_event (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  slug text not null,
  title text not null,
  place text,
  zone text,
  first_day date not null,
  last_day date not null,
  -- The days before the first one that belong to it: one where there is a day 0.
  days_before integer not null default 0,
  note text,
  source text,
  revision integer not null default 1,
  unique (forum_id, slug)
);

-- What a session has beyond any other meeting.
create table meetings_session (
  meeting_id uuid primary key references meetings_meeting,
  event_id uuid references meetings_event,
  form text,
  organiser text,
  description text
);
create index meetings_session_event on meetings_session (event_id);

create table meetings_panellist (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  position integer not null,
  name text not null,
  organisation text,
  part text not null,
  state text not null check (state in ('suggested', 'invited', 'confirmed', 'declined'))
);
create index meetings_panellist_meeting on meetings_panellist (meeting_id, position);
