-- Every mail that is taken in, one row for each recipient: its bytes stand in the file store. A working surface of the installation: it
-- does not travel with a forum folder, what became of a mail does.
create table record_inbox (
  id uuid primary key,
  received_at timestamptz(3) not null,
  envelope_from text not null,
  recipient text not null,
  sha256 text not null,
  size integer not null,
  -- Who handed it over, as the connection says: {"address", "helo", "authenticated"}.
  client jsonb not null,
  -- SPF, DKIM, DMARC and ARC, as found; null: not looked at.
  checks jsonb,
  state text not null check (state in ('waiting', 'done', 'answered', 'kept', 'refused')),
  -- What it became.
  became_kind text,
  became_id uuid,
  -- Whom it concerns, where that is known: its desk sees what is kept.
  forum_id uuid,
  -- Why it is kept or refused.
  reason text,
  -- Of its header, for whoever reads what is kept.
  from_address text,
  from_name text,
  subject text,
  tries integer not null default 0,
  not_before timestamptz(3) not null,
  settled_at timestamptz(3),
  -- To whom an answer that says it was not understood has left, and when: one an hour.
  answered_to text,
  answered_at timestamptz(3),
  -- Who decided at the desk, and what they wrote.
  decided_by uuid,
  decided_at timestamptz(3),
  decision text check (decision in ('taken', 'dismissed')),
  decision_reason text
);
create unique index record_inbox_once on record_inbox (recipient, sha256);
create index record_inbox_waiting on record_inbox (not_before, id) where state = 'waiting';
create index record_inbox_kept on record_inbox (forum_id, received_at) where state = 'kept';
create index record_inbox_answered on record_inbox (answered_to, answered_at) where answered_to is not null;
