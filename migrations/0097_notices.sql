-- How somebody wants to be written to: by kind, or all of a forum (occasion ''). Addresses are kept in lower case here, for one
-- mailbox is written to in several spellings. What is not here is sent at once.
create table record_mail_choice (
  address text not null,
  forum_id uuid not null,
  occasion text not null default '',
  choice text not null check (choice in ('at-once', 'daily', 'never')),
  chosen_at timestamptz(3) not null,
  primary key (address, forum_id, occasion)
);

-- A mail that waits for its reader's daily one has the kind 'daily' and stays unsent until it is put into that.
create index record_outbox_daily on record_outbox (created_at) where kind = 'daily' and sent_at is null;

-- What came back, or was complained of: one row for one mail of ours, or for one report where the mail is not known.
create table record_bounce (
  id uuid primary key,
  address text not null,
  outbox_id uuid,
  forum_id uuid,
  kind text not null check (kind in ('hard', 'soft', 'policy', 'complaint', 'delayed')),
  source text not null check (source in ('sending', 'report')),
  status text,
  diagnostic text not null,
  at timestamptz(3) not null,
  -- Null: its consequences have not been drawn yet.
  weighed_at timestamptz(3),
  -- The same mail fails once for each kind, however many reports of it come.
  unique nulls distinct (outbox_id, kind)
);
create index record_bounce_unweighed on record_bounce (at) where weighed_at is null;
create index record_bounce_address on record_bounce (address, at desc);

-- How an address stands. No row: nothing ever came back from it.
create table record_address_state (
  address text primary key,
  state text not null check (state in ('good', 'warned', 'paused', 'complained')),
  -- Points, as they were at scored_at; they halve with time.
  score real not null,
  scored_at timestamptz(3) not null,
  since timestamptz(3) not null,
  probed_at timestamptz(3),
  -- The probe's place in the outbox, that its own bounce is told from others.
  probe_id uuid,
  probes integer not null default 0
);
