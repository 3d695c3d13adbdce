-- Whether a cycle lets passages be sent to the language model that the operator has named; off where there is no row.
create table synthesis_model_switch (
  cycle_id uuid primary key references forums_cycle,
  forum_id uuid not null references forums_forum,
  is_on boolean not null,
  switched_by uuid,
  switched_at timestamptz(3) not null
);

-- What a language model was asked, with the passages that it was asked about.
create table synthesis_model_request (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  number integer not null,
  -- groups, or statements that sum up
  kind text not null,
  asked_by uuid,
  asked_at timestamptz(3) not null,
  -- waiting, answered, refused (its reply could not be used), failed (there was none), stopped (switched off before it was sent)
  state text not null,
  -- Why it was refused or failed.
  reason text,
  -- The model as it was named when it replied, and when it did.
  model text,
  replied_at timestamptz(3),
  -- A reply that was refused, as it came, cut at its length.
  reply text,
  -- How often it was sent, and until when a process has it.
  tries integer not null default 0,
  taken_until timestamptz(3),
  unique (cycle_id, number)
);
create index synthesis_model_request_waiting on synthesis_model_request (asked_at) where state = 'waiting';

create table synthesis_model_passage (
  request_id uuid not null references synthesis_model_request,
  passage_id uuid not null references synthesis_passage,
  position integer not null,
  -- False: it was not sent, for it might not be read by anyone.
  is_sent boolean,
  primary key (request_id, passage_id)
);

-- What the model put forward, each with the passages that it rests on.
create table synthesis_model_suggestion (
  id uuid primary key,
  request_id uuid not null references synthesis_model_request,
  position integer not null,
  text text not null,
  -- taken or dismissed; null while it waits for a person.
  decision text,
  decided_by uuid,
  decided_at timestamptz(3),
  -- The theme that a group became.
  theme_id uuid references synthesis_theme,
  unique (request_id, position)
);
create table synthesis_model_ground (
  suggestion_id uuid not null references synthesis_model_suggestion,
  passage_id uuid not null references synthesis_passage,
  position integer not null,
  primary key (suggestion_id, passage_id)
);
