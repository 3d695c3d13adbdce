-- Closed questions: a question says what kind of answer it takes, and a chosen option is a row, so that it can be counted.
alter table calls_call add column is_survey boolean not null default false;
alter table calls_question add column kind text not null default 'open';
alter table calls_question add column is_required boolean not null default false;
alter table calls_question add column length_limit integer;
alter table calls_question add column has_words boolean not null default false;

-- An option keeps its number when it moves or its words are mended; the steps of a scale are options too, lowest first.
create table calls_option (
  question_id uuid not null references calls_question on delete cascade,
  number integer not null,
  position integer not null,
  text text not null,
  primary key (question_id, number)
);

-- The foreign key keeps an option that somebody chose from being removed. `place` only where options were put in order.
create table contributions_choice (
  contribution_id uuid not null references contributions_contribution,
  question_id uuid not null,
  option_number integer not null,
  place integer,
  primary key (contribution_id, question_id, option_number),
  foreign key (question_id, option_number) references calls_option (question_id, number)
);
create index contributions_choice_option on contributions_choice (question_id, option_number, place);
