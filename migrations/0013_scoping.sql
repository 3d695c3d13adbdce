alter table calls_call add column is_draft boolean not null default false;
alter table calls_call add column remarks_until date;

-- What was said about a call before it opened. `about` is the text it spoke of, as it stood then.
create table calls_remark (
  id uuid primary key,
  call_id uuid not null references calls_call,
  number integer not null,
  question_number integer,
  about text not null,
  text text not null,
  author text,
  language text,
  received_at timestamptz(3) not null,
  form_key uuid unique,
  answer text,
  is_changed boolean not null default false,
  is_hidden boolean not null default false,
  answered_at timestamptz(3),
  unique (call_id, number)
);

create table calls_scoping (
  cycle_id uuid primary key references forums_cycle,
  introduction text not null,
  until date,
  is_open boolean not null,
  revision integer not null default 1
);

create table calls_proposal (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  number integer not null,
  kind text not null,
  text text not null,
  reason text,
  author text,
  language text,
  received_at timestamptz(3) not null,
  form_key uuid unique,
  outcome text,
  outcome_reason text,
  -- Where it went: the address of a theme, or a call's address and the number of its question.
  became text,
  is_hidden boolean not null default false,
  outcome_at timestamptz(3),
  unique (cycle_id, number)
);
