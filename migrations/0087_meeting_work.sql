-- What is planned for a meeting, and what it leaves, item by item. The rooms of meetings build on these together.
create table meetings_item (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  position integer not null,
  title text not null,
  -- What it is about; in the forum's language, like all that the desk writes here.
  about text,
  minutes integer check (minutes between 1 and 1440),
  presenter text,
  revision integer not null default 1
);
create index meetings_item_meeting on meetings_item (meeting_id, position);

-- What somebody took on. Numbered within its forum, never reused: it is cited, carried to the next agenda, and closed with a word.
create table meetings_action (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  meeting_id uuid not null references meetings_meeting,
  item_id uuid references meetings_item on delete set null,
  number integer not null,
  text text not null,
  owner text,
  due date,
  state text not null default 'open',
  outcome text,
  settled_at timestamptz(3),
  revision integer not null default 1,
  unique (forum_id, number)
);
create index meetings_action_meeting on meetings_action (meeting_id);

-- What was noted under an item, line by line: two who write in different lines never meet.
create table meetings_note (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  item_id uuid references meetings_item on delete set null,
  position integer not null,
  text text not null,
  written_at timestamptz(3) not null,
  written_by uuid references people_person,
  revision integer not null default 1
);
create index meetings_note_meeting on meetings_note (meeting_id, position);

-- What somebody said. The name is for the desk; it is public only where the speaker agreed.
create table meetings_remark (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  item_id uuid references meetings_item on delete set null,
  position integer not null,
  text text not null,
  language text,
  speaker text,
  organisation text,
  is_named boolean not null default false,
  said_at timestamptz(3),
  revision integer not null default 1
);
create index meetings_remark_meeting on meetings_remark (meeting_id, position);

-- What a meeting or the list comes to. Numbered within its forum: it is citable in the draft.
create table meetings_point (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  meeting_id uuid references meetings_meeting,
  item_id uuid references meetings_item on delete set null,
  number integer not null,
  text text not null,
  strength text not null,
  put_at timestamptz(3) not null,
  put_by uuid references people_person,
  -- Until this day, anywhere on earth, it can be objected to; null while it is not before the list.
  confirm_until date,
  confirmed_at timestamptz(3),
  revision integer not null default 1,
  unique (forum_id, number)
);
create index meetings_point_meeting on meetings_point (meeting_id);
