-- The words again, in a form in which 100,000 contributions are counted in minutes and read at once. All of it is derived: what was counted is
-- thrown away, and the job counts it anew.
drop table contributions_wording, contributions_term, contributions_term_form;
delete from contributions_term_due;
delete from contributions_term_progress;

-- The words of each answer as they are counted; number 0 stands for the contribution itself and says under what it was counted.
create table contributions_wording (
  contribution_id uuid not null references contributions_contribution,
  number integer not null,
  cycle_id uuid not null references forums_cycle,
  -- The contribution's, so that the answers in which a word stands come in the order in which they are cited.
  contribution_number integer not null,
  question_id uuid,
  language text not null,
  stakeholder_group text,
  regional_group text,
  received_by date not null,
  -- Words counted, stop words left out.
  words integer not null,
  -- Three lists of one length: what each form is gathered under, the form, how often it stands there. Phrases of two words apart.
  keys text[] not null,
  forms text[] not null,
  counts integer[] not null,
  phrase_keys text[] not null,
  phrase_forms text[] not null,
  phrase_counts integer[] not null,
  primary key (contribution_id, number)
);
create index contributions_wording_keys on contributions_wording using gin (keys);
create index contributions_wording_cycle on contributions_wording (cycle_id, language, contribution_number, number);

-- What terms are counted in: a short number for each, for it stands in every row. Rows by the million are written beside it, unchecked against it:
-- it is given by the one place that writes them, and never taken away.
create table contributions_term_scope (
  id integer generated always as identity primary key,
  cycle_id uuid not null references forums_cycle,
  language text not null,
  -- all, question, stakeholderGroup, regionalGroup
  dimension text not null,
  group_key text not null,
  unique (cycle_id, language, dimension, group_key)
);

-- How often a term stands in a scope, in how many contributions, in how many answers. The key '' is the scope itself: all its words.
create table contributions_term (
  scope_id integer not null,
  count integer not null,
  contributions integer not null,
  answers integer not null,
  -- The binary digits of count. An index in the order of counts would be written anew with every count: this one seldom is.
  magnitude smallint not null generated always as (width_bucket(count, array[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072, 262144, 524288, 1048576, 2097152, 4194304, 8388608, 16777216, 33554432, 67108864, 134217728, 268435456, 536870912, 1073741824])) stored,
  is_phrase boolean not null,
  key text not null,
  primary key (scope_id, key)
) with (fillfactor = 85);
create index contributions_term_top on contributions_term (scope_id, is_phrase, magnitude) where magnitude >= 4;

-- The forms gathered under a key in the scope of all answers; the form that is the key itself stands as often as the others leave.
create table contributions_term_form (
  scope_id integer not null,
  key text not null,
  form text not null,
  count integer not null,
  primary key (scope_id, key, form)
);
