-- Whether a contribution by the public form counts at once (none), once the link mailed to its sender was followed (mail), or once the desk has confirmed it (hold).
alter table forums_forum add column confirmation text not null default 'none';

alter table library_reference add column publisher text;

-- A link by which somebody is asked to contribute to a call; whoever is given it may use it and pass it on.
create table contributions_invitation (
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  call_id uuid not null references calls_call,
  number integer not null,
  note text not null,
  organisation text,
  made_at timestamptz(3) not null,
  stopped_at timestamptz(3),
  unique (call_id, number)
);

alter table contributions_contribution
  -- received; pending-clearance and pending-confirmation wait, unconfirmed could not be confirmed: none of these three is counted or public.
  add column state text not null default 'received',
  add column state_reason text,
  -- When its sender followed the mailed link, or the desk confirmed it.
  add column confirmed_at timestamptz(3),
  -- When it was released after clearance.
  add column released_at timestamptz(3),
  -- What whoever clears it may do with the preview: read, remark, clear; null where nobody was asked.
  add column clearance text,
  add column licence text,
  -- A position paper published elsewhere, sent as a contribution.
  add column elsewhere_title text,
  add column elsewhere_publisher text,
  add column elsewhere_published date,
  add column elsewhere_url text,
  add column reference_id uuid references library_reference,
  add column invitation_id uuid references contributions_invitation,
  add column amended_at timestamptz(3);
create index contributions_contribution_waiting on contributions_contribution (cycle_id, state, number) where state <> 'received';
create index contributions_contribution_invitation on contributions_contribution (invitation_id) where invitation_id is not null;
create index contributions_contribution_organisation on contributions_contribution (forum_id, lower(organisation)) where organisation is not null;

-- Those who sent a contribution together with the one named in it.
create table contributions_contributor (
  id uuid primary key,
  contribution_id uuid not null references contributions_contribution,
  position integer not null,
  name text,
  organisation text,
  capacity text,
  country text,
  stakeholder_group text,
  regional_group text,
  unique (contribution_id, position)
);

alter table contributions_answer
  -- When its sender last changed it.
  add column amended_at timestamptz(3),
  -- When its sender took it back in an amendment: its number stays, its words are gone from the pages.
  add column removed_at timestamptz(3),
  -- When the desk last looked whether what rests on it still does.
  add column checked_at timestamptz(3);
alter table contributions_attachment add column added_at timestamptz(3);

create table contributions_amendment (
  id uuid primary key,
  contribution_id uuid not null references contributions_contribution,
  number integer not null,
  amended_at timestamptz(3) not null,
  is_late boolean not null,
  note text,
  unique (contribution_id, number)
);
-- What an amendment changed, as it stood before; without text: the question had not been answered.
create table contributions_earlier_answer (
  amendment_id uuid not null references contributions_amendment,
  answer_id uuid not null references contributions_answer,
  text text,
  primary key (amendment_id, answer_id)
);

-- What is being written and not sent yet. Nobody but its writer, and whom the writer lets read, sees it; it is never counted.
create table contributions_unsent (
  -- Also the form key of what is sent.
  id uuid primary key,
  forum_id uuid not null references forums_forum,
  cycle_id uuid not null references forums_cycle,
  call_id uuid not null references calls_call,
  invitation_id uuid references contributions_invitation,
  -- What was typed, by the name of the field.
  fields jsonb not null,
  revision integer not null default 1,
  -- The page that saved last: its own next save is no clash with itself.
  saved_from text,
  created_at timestamptz(3) not null,
  changed_at timestamptz(3) not null
);
create index contributions_unsent_changed on contributions_unsent (changed_at);
create table contributions_unsent_file (
  id uuid primary key,
  unsent_id uuid not null references contributions_unsent on delete cascade,
  position integer not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  added_at timestamptz(3) not null
);
create index contributions_unsent_file_unsent on contributions_unsent_file (unsent_id);

-- What those who clear a contribution said of it, before it is sent or while it waits for them.
create table contributions_remark (
  id uuid primary key,
  unsent_id uuid references contributions_unsent on delete cascade,
  contribution_id uuid references contributions_contribution,
  made_at timestamptz(3) not null,
  name text not null,
  text text not null,
  is_cleared boolean not null
);
create index contributions_remark_unsent on contributions_remark (unsent_id) where unsent_id is not null;
create index contributions_remark_contribution on contributions_remark (contribution_id) where contribution_id is not null;

-- Since when a passage's words no longer stand in what it was marked in: its writer amended it, and a person has to look.
alter table synthesis_passage add column detached_at timestamptz(3);
drop index synthesis_passage_once;
create unique index synthesis_passage_once on synthesis_passage (source_id, range_start, range_end) where unmarked_at is null and detached_at is null;
