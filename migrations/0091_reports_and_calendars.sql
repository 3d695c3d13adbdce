-- A mail may bring a calendar entry: an invitation, a change of it, its end.
alter table record_outbox add column calendar_method text check (calendar_method in ('REQUEST', 'CANCEL', 'PUBLISH'));
alter table record_outbox add column calendar text;

-- Who was asked to a meeting by mail with an entry for their calendar, and what they answered.
create table meetings_invitation (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  mail text not null,
  name text,
  language text not null,
  invited_at timestamptz(3) not null,
  -- As of which revision of the meeting they were told last, how many sittings their calendar has of it, and what it was told: when, where, whether at all.
  sent_revision integer not null,
  sent_sittings integer not null,
  sent_digest text not null,
  answer text not null default 'none' check (answer in ('none', 'accepted', 'tentative', 'declined')),
  -- By the clock of whoever answered: of two answers the later one counts.
  answered_at timestamptz(3),
  -- Taken back: their calendar was told that it is cancelled.
  withdrawn_at timestamptz(3)
);
create unique index meetings_invitation_mail on meetings_invitation (meeting_id, lower(mail));

-- Which meeting an entry of a calendar file became, so that the same file can be read again.
create table meetings_calendar_entry (
  forum_id uuid not null references forums_forum,
  uid text not null,
  -- The day of the occurrence within its series; empty for what stands alone.
  occurrence text not null,
  meeting_id uuid not null references meetings_meeting,
  sequence integer not null,
  digest text not null,
  primary key (forum_id, uid, occurrence)
);
create index meetings_calendar_entry_meeting on meetings_calendar_entry (meeting_id);

-- How a report stands. A report without a row here was taken as it had been published.
create table meetings_report (
  meeting_id uuid primary key references meetings_meeting,
  state text not null check (state in ('draft', 'correcting', 'final')),
  -- The last day, anywhere on earth, on which corrections are taken.
  correct_until date,
  final_at timestamptz(3)
);

-- A report as it was when it was final, and each time it was changed after that. Nothing in it is changed.
create table meetings_report_revision (
  meeting_id uuid not null references meetings_meeting,
  number integer not null,
  made_at timestamptz(3) not null,
  -- Why it was changed after it was final; null for the first.
  reason text,
  body jsonb not null,
  primary key (meeting_id, number)
);

-- What somebody says is wrong in a report, and what was answered.
create table meetings_correction (
  id uuid primary key,
  meeting_id uuid not null references meetings_meeting,
  number integer not null,
  -- The paragraph by its number; null for the whole.
  paragraph integer,
  text text not null,
  name text not null,
  mail text,
  language text not null,
  received_at timestamptz(3) not null,
  form_key text unique,
  response text check (response in ('accepted', 'partly', 'not-accepted', 'noted')),
  reason text,
  answered_at timestamptz(3),
  unique (meeting_id, number)
);

-- What an annex is: the words that were written, or a block that is made from what stood on its day.
alter table meetings_annex add column block text not null default 'text' check (block in ('text', 'participants', 'contributions', 'overview', 'words'));
