-- Who asked to be told of a call: when it opens, before its deadline, when that moves.
create table calls_notice (
  id uuid primary key,
  call_id uuid not null references calls_call,
  mail text not null,
  language text not null,
  -- Asked before the call opened: wants to be told when it does.
  is_before_opening boolean not null default false,
  asked_at timestamptz(3) not null,
  confirmed_at timestamptz(3),
  left_at timestamptz(3),
  unique (call_id, mail)
);

-- The deadline of which a reminder has gone out, and when the opening was told: each is told once.
alter table calls_call add column reminded_for date;
alter table calls_call add column opening_told_at timestamptz(3);
