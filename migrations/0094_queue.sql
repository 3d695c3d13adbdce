-- One letter to many is kept once; its copies are small rows of the outbox.
create table record_mailing (
  id uuid primary key,
  forum_id uuid,
  occasion text not null,
  message_id text not null,
  from_name text not null,
  from_address text not null,
  reply_to text,
  sender text,
  subject text not null,
  headers jsonb not null,
  content_headers jsonb not null,
  -- Dropped when the last copy has left or was given up.
  body bytea,
  created_at timestamptz(3) not null
);

alter table record_outbox add column mailing_id uuid references record_mailing (id);
alter table record_outbox add column leave_by text;
-- The machine and process family that is handing it over; it has until not_before for that.
alter table record_outbox add column leased_by uuid;
-- Given up: turned back for good, tried too often, or dropped by the operator.
alter table record_outbox add column gone_at timestamptz(3);
alter table record_outbox add column reply_code smallint;
alter table record_outbox add column reply_status text;
alter table record_outbox add column domain text generated always as (lower(split_part(recipient, '@', -1))) stored;
update record_outbox set gone_at = not_before where sent_at is null and attempts >= 12;

drop index record_outbox_waiting;
create index record_outbox_lane on record_outbox (urgency, not_before, id) where kind = 'mail' and sent_at is null and gone_at is null;
create index record_outbox_domain on record_outbox (domain) where kind = 'mail' and sent_at is null and gone_at is null;
create index record_outbox_lease on record_outbox (leased_by) where leased_by is not null;
create index record_outbox_mailing on record_outbox (mailing_id) where mailing_id is not null and sent_at is null and gone_at is null;
create index record_outbox_gone on record_outbox (gone_at) where gone_at is not null;
create index record_outbox_age on record_outbox (created_at, id);

-- Where mail goes and does not arrive just now: the domain of the recipients, or the relay (*).
create table record_destination (
  domain text primary key,
  failures integer not null,
  failed_at timestamptz(3) not null,
  not_before timestamptz(3) not null,
  failure text not null
);
