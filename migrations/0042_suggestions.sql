-- What anyone says to a finding: a comment, another wording, or both, with what became of it.
create table synthesis_suggestion (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  number integer not null,
  finding_id uuid not null references synthesis_finding,
  statement text not null,
  proposal text,
  comment text,
  author text,
  mail text,
  language text,
  received_at timestamptz(3) not null,
  withdrawn_at timestamptz(3),
  verdict text,
  reason text,
  answered_at timestamptz(3),
  form_key uuid,
  unique (cycle_id, number)
);
create unique index synthesis_suggestion_form on synthesis_suggestion (form_key);
create index synthesis_suggestion_finding on synthesis_suggestion (finding_id);
