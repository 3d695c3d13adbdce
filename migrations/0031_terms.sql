-- The words of each answer as they are counted; number 0 stands for the contribution itself and says under what it was counted.
-- Kept by a job from the answers as anyone may read them: derived, so that a forum folder does not carry it.
create table contributions_wording (
  contribution_id uuid not null references contributions_contribution,
  number integer not null,
  cycle_id uuid not null references forums_cycle,
  question_id uuid,
  language text not null,
  stakeholder_group text,
  regional_group text,
  received_by date not null,
  -- Words counted, stop words left out.
  words integer not null,
  -- Three lists of one length: each form, what it is gathered under, how often it stands there. A form of two words is a phrase.
  forms text[] not null,
  keys text[] not null,
  counts integer[] not null,
  primary key (contribution_id, number)
);
create index contributions_wording_keys on contributions_wording using gin (keys);
create index contributions_wording_cycle on contributions_wording (cycle_id, language, question_id);

-- How often a term stands in the contributions of a scope, and in how many of them. The key '' is the scope itself: all its words.
create table contributions_term (
  cycle_id uuid not null references forums_cycle,
  language text not null,
  -- all, question, stakeholderGroup, regionalGroup
  dimension text not null,
  group_key text not null,
  is_phrase boolean not null,
  key text not null,
  count integer not null,
  contributions integer not null,
  primary key (cycle_id, language, dimension, group_key, is_phrase, key)
);
create index contributions_term_top on contributions_term (cycle_id, language, dimension, group_key, is_phrase, count desc) where count >= 10;

-- The forms gathered under a key in a cycle.
create table contributions_term_form (
  cycle_id uuid not null references forums_cycle,
  language text not null,
  key text not null,
  form text not null,
  count integer not null,
  primary key (cycle_id, language, key, form)
);
create index contributions_term_form_form on contributions_term_form (cycle_id, language, form);

-- What the desk decided about single words.
create table contributions_term_rule (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  language text not null,
  -- stop, count, apart, merge
  kind text not null,
  form text not null,
  -- merge: with which form.
  target text,
  unique (forum_id, language, form, kind)
);

-- How far the record has been followed, and whose words are to be counted anew.
create table contributions_term_progress (
  forum_id uuid primary key references forums_forum,
  sequence integer not null
);
create table contributions_term_due (
  contribution_id uuid primary key references contributions_contribution,
  forum_id uuid not null references forums_forum
);
create index contributions_term_due_forum on contributions_term_due (forum_id);
