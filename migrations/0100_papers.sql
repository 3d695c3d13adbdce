-- Papers that somebody suggests for a forum's library, by mail. Whoever sent one is known by their address alone.
create table library_suggestion (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  -- The cycle that ran when it came; null: the forum had none.
  cycle_id uuid references forums_cycle,
  -- From 1 within its forum, given when the address it came from is sure; never reused. Null: it is not sure yet.
  number integer check (number >= 1),
  -- What came in one mail is asked for, taken and taken back together; the same mail twice is one.
  mail_key uuid not null,
  position integer not null default 1 check (position >= 1),
  title text,
  author text,
  publisher text,
  -- As it was written: a year, a month, a day.
  published text,
  address text,
  -- Why it matters.
  note text,
  name text,
  organisation text,
  consent text not null check (consent = any (array['full', 'without-name'])),
  -- Null in what a public folder brought.
  mail text,
  language text not null,
  state text not null check (state = any (array['unconfirmed', 'waiting', 'listed', 'declined', 'withdrawn'])),
  -- How it is known that the address is the sender's: they answered a mail of ours, their domain signed theirs, or they said yes; null: it is not.
  proof text check (proof = any (array['answer', 'signature', 'confirmed'])),
  -- Why it was declined.
  reason text,
  -- Declined, and its words are shown to nobody: advertising, abuse.
  is_withheld boolean not null default false,
  reference_id uuid references library_reference,
  suggested_at timestamptz(3) not null,
  -- When its sender was asked whether they sent it; null: not asked.
  asked_at timestamptz(3),
  confirmed_at timestamptz(3),
  decided_at timestamptz(3),
  unique (forum_id, number),
  unique (mail_key, position)
);
create index library_suggestion_state on library_suggestion (forum_id, state, suggested_at);
create index library_suggestion_cycle on library_suggestion (cycle_id, number);
create index library_suggestion_reference on library_suggestion (reference_id) where reference_id is not null;
create index library_suggestion_mail on library_suggestion (lower(mail), forum_id) where state = 'unconfirmed';

create table library_suggestion_file (
  id uuid primary key,
  suggestion_id uuid not null references library_suggestion,
  position integer not null check (position >= 1),
  name text not null,
  media_type text not null,
  size integer not null,
  sha256 text not null,
  unique (suggestion_id, position)
);
