create table calls_variant (
  id uuid primary key,
  call_id uuid not null references calls_call,
  slug text not null,
  position integer not null,
  title text not null,
  introduction text,
  -- Numbers of the questions it asks; none named means all.
  questions jsonb not null default '[]',
  unique (call_id, slug)
);
alter table contributions_contribution add column variant_id uuid references calls_variant;

-- A translation is shown as long as the text that it translates stands; `original` is that text.
create table calls_translation (
  call_id uuid not null references calls_call,
  language text not null,
  part text not null,
  text text not null,
  original text not null,
  primary key (call_id, language, part)
);

create table calls_cut_off (
  id uuid primary key,
  call_id uuid not null references calls_call,
  cycle_id uuid not null references forums_cycle,
  slug text not null,
  title text not null,
  on_date date not null,
  note text,
  unique (cycle_id, slug)
);
create index calls_cut_off_call on calls_cut_off (call_id, on_date);

alter table calls_call add column closes_with uuid references forums_milestone;
