create table platform_setting (
  key text primary key,
  value text not null
);

-- A file received while its form had mistakes elsewhere: kept for the next try, so that nobody uploads twice.
create table platform_upload (
  id uuid primary key,
  name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  created_at timestamptz(3) not null
);

-- One chain for each forum and one for the installation (whose forum_id is null).
create table record_chain (
  id uuid primary key,
  forum_id uuid unique,
  length bigint not null default 0,
  head text not null
);
create unique index record_chain_installation on record_chain ((true)) where forum_id is null;

create table record_entry (
  chain_id uuid not null references record_chain,
  sequence bigint not null,
  at timestamptz(3) not null,
  act text not null,
  actor_kind text not null,
  actor_id uuid,
  subject_kind text not null,
  subject_id uuid not null,
  cycle_id uuid,
  detail jsonb not null,
  commitments jsonb not null,
  previous text not null,
  hash text not null,
  primary key (chain_id, sequence)
);
create index record_entry_subject on record_entry (subject_id);
create index record_entry_cycle on record_entry (cycle_id, sequence) where cycle_id is not null;

-- The texts and salts behind the commitments of an entry. Deleting a row here erases the text and leaves the chain whole.
create table record_text (
  chain_id uuid not null,
  sequence bigint not null,
  name text not null,
  salt text not null,
  text text not null,
  is_public boolean not null,
  primary key (chain_id, sequence, name),
  foreign key (chain_id, sequence) references record_entry
);

-- What is to leave the process. Written in the transaction of its cause; `cause` keeps a retry from sending twice.
create table record_outbox (
  id uuid primary key,
  forum_id uuid,
  kind text not null,
  recipient text not null,
  subject text not null,
  body text not null,
  cause text not null,
  created_at timestamptz(3) not null,
  sent_at timestamptz(3),
  attempts integer not null default 0,
  not_before timestamptz(3) not null,
  failure text,
  unique (recipient, cause)
);
create index record_outbox_waiting on record_outbox (not_before) where sent_at is null;
