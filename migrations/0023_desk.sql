-- Words of an answer that only the desk reads; places in code points of the answer's text, which stays whole.
create table contributions_redaction (
  id uuid primary key,
  contribution_id uuid not null references contributions_contribution,
  answer_id uuid not null references contributions_answer,
  range_start integer not null,
  range_end integer not null,
  reason text not null,
  note text,
  redacted_at timestamptz(3) not null,
  lifted_at timestamptz(3),
  lifted_reason text
);
create unique index contributions_redaction_once on contributions_redaction (answer_id, range_start, range_end) where lifted_at is null;
create index contributions_redaction_contribution on contributions_redaction (contribution_id);

-- What the people at the desk tell each other about a contribution; struck, not removed, when it no longer holds.
create table contributions_note (
  id uuid primary key,
  contribution_id uuid not null references contributions_contribution,
  author_id uuid not null,
  text text not null,
  written_at timestamptz(3) not null,
  struck_at timestamptz(3)
);
create index contributions_note_contribution on contributions_note (contribution_id);

-- Who is to read a contribution.
create table contributions_reader (
  contribution_id uuid not null references contributions_contribution,
  person_id uuid not null,
  assigned_at timestamptz(3) not null,
  primary key (contribution_id, person_id)
);
create index contributions_reader_person on contributions_reader (person_id);

-- Who has read what: an answer, or a contribution that has none.
create table contributions_reading (
  contribution_id uuid not null references contributions_contribution,
  unit_id uuid not null,
  person_id uuid not null,
  read_at timestamptz(3) not null,
  primary key (unit_id, person_id)
);
create index contributions_reading_contribution on contributions_reading (contribution_id);

-- Word for word the same text under another number is found by this; short answers are alike by chance.
create index contributions_answer_same on contributions_answer (md5(text)) where length(text) >= 80;

-- What the sender of something entered at the desk was asked, and answered.
alter table contributions_contribution
  add column sender_asked_at timestamptz(3),
  add column sender_confirmed_at timestamptz(3);

-- What a sender would have otherwise; taken or declined by a person.
create table contributions_correction (
  id uuid primary key,
  contribution_id uuid not null references contributions_contribution,
  proposed_at timestamptz(3) not null,
  remark text,
  decided_at timestamptz(3),
  is_taken boolean,
  reason text
);
create unique index contributions_correction_open on contributions_correction (contribution_id) where decided_at is null;
create table contributions_corrected_answer (
  correction_id uuid not null references contributions_correction,
  answer_id uuid not null references contributions_answer,
  -- As it was when the correction was proposed, and as it is to be.
  earlier text not null,
  text text not null,
  primary key (correction_id, answer_id)
);
